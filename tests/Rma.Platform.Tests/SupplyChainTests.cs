using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using k8s;
using k8s.Models;

namespace Rma.Platform.Tests;

/// <summary>What the platform is built from and who may look into its broker.</summary>
public sealed class SupplyChainTests
{
    private const string Digest = "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData($"  image: registry.example.com/rma/issuance:1.0.0{Digest}\n  imageName: postgres:17{Digest}\n", 0)]
    [InlineData($"  - image: registry.example.com/rma/issuance:1.0.0\n    image: other{Digest}\n", 1)]
    [InlineData("  imageName: ghcr.io/cloudnative-pg/postgresql:17\n", 1)]
    [InlineData("  image: rabbitmq:4-management@sha256:short\n", 1)]
    public async Task S17_A_manifest_with_an_image_that_has_no_digest_is_refused(string manifest, int exitCode)
    {
        using var check = Process.Start(new ProcessStartInfo("bash", [House.File("deploy", "kubernetes", "check-images.sh")])
            { RedirectStandardInput = true, RedirectStandardError = true, UseShellExecute = false })!;
        await check.StandardInput.WriteAsync(manifest);
        check.StandardInput.Close();
        await check.WaitForExitAsync();
        Assert.Equal(exitCode, check.ExitCode);
    }

    [Fact]
    public void S17_Production_lets_no_pod_in_whose_image_has_no_digest()
    {
        var read = KubernetesYaml.LoadAllFromString(
            File.ReadAllText(House.File("deploy", "kubernetes", "overlays", "production", "image-digests.yaml")), strict: true);
        var policy = Assert.Single(read.OfType<V1ValidatingAdmissionPolicy>());
        var binding = Assert.Single(read.OfType<V1ValidatingAdmissionPolicyBinding>());
        Assert.Equal((policy.Metadata.Name, "Deny"), (binding.Spec.PolicyName, Assert.Single(binding.Spec.ValidationActions)));
        Assert.Equal("Fail", policy.Spec.FailurePolicy);
        Assert.Contains("@sha256:[0-9a-f]{64}$", Assert.Single(policy.Spec.Validations).Expression, StringComparison.Ordinal);
    }

    [Fact]
    public void S17_The_autoscaler_sees_numbers_and_no_message()
    {
        var definitions = JsonNode.Parse(File.ReadAllText(House.File("deploy", "rabbitmq", "definitions.json")))!;
        var user = definitions["users"]!.AsArray().Single(one => one!["name"]!.GetValue<string>() == "monitor")!;
        Assert.Equal("monitoring", user["tags"]!.GetValue<string>());
        var permission = definitions["permissions"]!.AsArray().Single(one => one!["user"]!.GetValue<string>() == "monitor")!;
        Assert.All(new[] { "configure", "write", "read" }, right => Assert.Equal("^$", permission[right]!.GetValue<string>()));
        Assert.DoesNotContain("operator:", File.ReadAllText(House.File("deploy", "kubernetes", "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void S17_The_image_of_a_service_has_no_shell_and_no_root()
    {
        var last = File.ReadAllText(House.File("deploy", "Dockerfile")).Split("\nFROM ")[^1];
        Assert.Contains("\nUSER 1654\n", last, StringComparison.Ordinal);
        Assert.Contains("ENTRYPOINT [\"/app/service\"]", last, StringComparison.Ordinal);
        Assert.DoesNotContain("RUN ", last, StringComparison.Ordinal);
        Assert.Contains("-chiseled", File.ReadAllText(House.File("deploy", "Dockerfile")), StringComparison.Ordinal);
    }

    [Fact]
    public void S17_Restoring_in_continuous_integration_takes_only_what_is_in_the_lock_files()
    {
        Assert.Contains("<RestoreLockedMode Condition=\"'$(CI)' == 'true'", File.ReadAllText(House.File("Directory.Build.props")),
            StringComparison.Ordinal);
        var projects = Directory.GetFiles(House.File(), "Rma.*.csproj", SearchOption.AllDirectories);
        Assert.True(projects.Length > 20);
        Assert.All(projects, project =>
            Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json")), project));
    }

    // The build in a container has no other files; on this machine it would work without them.
    [Fact]
    public void What_a_service_is_compiled_with_is_not_kept_from_the_build_of_its_image()
    {
        var rules = File.ReadAllLines(House.File(".dockerignore")).Where(line => line.Length > 0).Select(line => (Keeps: line[0] == '!',
            Of: new Regex($"^{Regex.Escape(line.TrimStart('!')).Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal)
                .Replace(@"\*", "[^/]*", StringComparison.Ordinal)}(/.*)?$"))).ToArray();
        string[] used =
        [
            .. from folder in new[] { "shared", "services" }
            from project in Directory.EnumerateFiles(House.File(folder), "*.csproj", SearchOption.AllDirectories)
            from item in XDocument.Load(project).Descendants()
            let file = item.Attribute("Include")?.Value
            where file is not null && file.StartsWith("../", StringComparison.Ordinal)
            select Path.GetRelativePath(House.File(), Path.Combine(Path.GetDirectoryName(project)!, file)),
        ];
        Assert.Contains("deploy/topology.json", used);
        Assert.All(used, file => Assert.True(rules.Last(rule => rule.Of.IsMatch(file)).Keeps, $"{file} is kept from the build"));
    }

    [Fact]
    public void S17_Dashboards_want_a_login()
    {
        var compose = ComposeTests.Read(File.ReadAllText(House.File("docker-compose.yml")));
        Assert.Equal("false", ComposeTests.Map(compose, "services", "grafana", "environment")["GF_AUTH_ANONYMOUS_ENABLED"]);
    }
}
