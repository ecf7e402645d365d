using System.Text;
using System.Xml.Linq;
using Dapper;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Npgsql;

namespace Rma.Console.SignIn;

/// <summary>The keys of cookies and forms, shared by all processes of the console and kept through a restart.</summary>
internal sealed class CookieKeyTable(NpgsqlDataSource database) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var connection = database.OpenConnection();
        return [.. connection.Query<string>("select element from cookie_keys order by made_at").Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var connection = database.OpenConnection();
        connection.Execute("insert into cookie_keys (name, element) values (@friendlyName, @element)",
            new { friendlyName, element = element.ToString(SaveOptions.DisableFormatting) });
    }
}

/// <summary>Encrypts them under the key file, so that the database alone signs nobody in.</summary>
internal sealed class CookieKeyEncryptor(SignInSettings settings) : IXmlEncryptor
{
    internal static readonly byte[] BelongsTo = Encoding.ASCII.GetBytes("cookie_keys");

    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
        new XElement("closed", settings.Keys.Close(plaintextElement.ToString(SaveOptions.DisableFormatting), BelongsTo)),
        typeof(CookieKeyDecryptor));
}

/// <summary>Made by the framework, by its name in what is stored.</summary>
internal sealed class CookieKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) => XElement.Parse(
        services.GetRequiredService<SignInSettings>().Keys.Open(encryptedElement.Value, CookieKeyEncryptor.BelongsTo));
}
