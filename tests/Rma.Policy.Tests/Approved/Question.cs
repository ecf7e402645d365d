namespace Rma.Policy.Tests.Approved;

/// <summary>One question of a page: what is special about it, and the whole answer in words.</summary>
internal sealed record Question(string Name, Func<string> Answer);

/// <summary>Changes of one base case, each with its name.</summary>
internal sealed class Variants<T> : List<(string Name, Func<T, T> With)>
{
    public void Add(string name, Func<T, T> with) => Add((name, with));

    /// <summary>One question for each change of the facts.</summary>
    public IEnumerable<Question> Of(string subject, T facts, Func<T, string> answer) =>
        this.Select(variant => new Question($"{subject}: {variant.Name}", () => answer(variant.With(facts))));
}

/// <summary>A committed page with the answers to all questions of one area.</summary>
internal sealed record ApprovedPage(string Title, IEnumerable<Question> Questions)
{
    public string Text() =>
        $"# {Title}\n\nWritten by `ApprovedPageTests` with `RMA_ACCEPT_SNAPSHOTS=1`; read the diff before you commit it.\n"
        + string.Concat(Questions.Select(question => $"\n## {question.Name}\n\n{question.Answer()}"));
}
