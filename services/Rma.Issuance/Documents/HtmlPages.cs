using System.Text.Encodings.Web;

namespace Rma.Issuance.Documents;

/// <summary>The documents of an RMA as self-contained HTML, for the screen and for printing from a browser.</summary>
internal static class HtmlPages
{
    private const string Style =
        """
        body{font:15px/1.45 system-ui,sans-serif;color:#1a1a1a;max-width:46rem;margin:2rem auto;padding:0 1rem}
        h1{font-size:1.1rem;font-weight:600;margin:0}.number{font:700 2.6rem/1.1 ui-monospace,monospace;letter-spacing:.04em}
        header{display:flex;gap:1.5rem;align-items:center;justify-content:space-between;border-bottom:3px solid #1a1a1a;padding-bottom:1rem}
        header svg{width:8rem;flex:none}table{border-collapse:collapse;width:100%;margin:1rem 0}
        td,th{border-bottom:1px solid #ccc;padding:.45rem .5rem;text-align:left;vertical-align:top}
        .notice{border:2px solid #b00020;background:#fff4f5;padding:.8rem 1rem;margin:1.2rem 0}.notice b{color:#b00020}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{color:#555}dd{margin:0}
        ol{padding-left:1.2rem}.clauses{font-size:.85rem;color:#444}
        .label{width:150mm;height:100mm;box-sizing:border-box;border:2px solid #000;margin:1rem auto;padding:6mm;
        display:grid;grid-template-columns:1fr 58mm;grid-template-rows:auto 1fr auto;gap:2mm}
        .label .number{grid-column:1/3;font-size:15.5mm;text-align:center;white-space:nowrap;letter-spacing:0}
        .label svg{width:58mm;height:58mm;grid-column:2;grid-row:2}
        .label .what{font-size:6mm;line-height:1.35}.label footer{grid-column:1/3;font-size:4mm;border-top:1px solid #000;padding-top:1.5mm}
        @media print{body{margin:0}.label{margin:0;border:0}}
        """;

    public static string Document(RmaDocument paper) => Page($"Return {paper.Number}",
        $"""
        <header><div><h1>{paper.Title}</h1><div class="number">{Safe(paper.Number)}</div></div>{Qr.Of(paper.Number).Svg()}</header>
        <dl><dt>Account</dt><dd>{Safe(paper.AccountId)}</dd><dt>Remedy</dt><dd>{Safe(paper.Remedy)}</dd>
        <dt>Issued</dt><dd>{paper.IssuedOn}</dd><dt>Valid through</dt><dd>{paper.ValidThrough}</dd>
        {(paper.Reference is { } own ? $"<dt>Your reference</dt><dd>{Safe(own)}</dd>" : "")}</dl>
        {(paper.DataNotice is { } notice ? $"""<div class="notice"><b>Data loss.</b> {Safe(notice)}</div>""" : "")}
        <table><thead><tr><th>#</th><th>Item</th><th>Product</th><th>Accessories</th><th>What to expect</th></tr></thead><tbody>
        {string.Concat(paper.Lines.Select(Row))}
        </tbody></table>
        <ol>{string.Concat(paper.Instructions.Select(step => $"<li>{Safe(step)}</li>"))}</ol>
        <p class="clauses">{string.Concat(paper.Clauses.Select(clause => $"<b>{clause.Id}</b> “{Safe(clause.Words)}” "))}
        (policy {Safe(paper.PolicyVersion)})</p>
        """);

    public static string Label(RmaDocument paper) => Page($"Label {paper.Number}",
        $"""
        <section class="label"><div class="number">{Safe(paper.Number)}</div>
        <div class="what">{(paper.IsTicket ? "Ticket" : "Return")}<br>{paper.Lines.Count} {(paper.Lines.Count == 1 ? "item" : "items")}<br>
        {(paper.IsTicket ? "Does not expire" : $"Valid through<br><b>{paper.ValidThrough}</b>")}<br>Freight prepaid</div>
        {Qr.Of(paper.Number).Svg()}<footer>{RmaDocument.LabelFooter}</footer></section>
        """);

    private static string Row(DocumentLine line) =>
        $"<tr><td>{line.Line}</td><td>{Safe(line.SerialNumber)}{(line.Said is { } said ? $"<br>{Safe(said)}" : "")}</td>" +
        $"<td>{Safe(line.Sku ?? "")}</td><td>{Safe(string.Join(", ", line.Accessories))}</td><td>{Safe(line.Outlook)}</td></tr>";

    private static string Page(string title, string body) =>
        """<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" """ +
            $"""content="width=device-width"><title>{Safe(title)}</title><style>{Style}</style></head><body>{body}</body></html>""";

    private static string Safe(string text) => HtmlEncoder.Default.Encode(text);
}
