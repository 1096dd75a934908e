using System.Collections.Frozen;

namespace ChatApp.Markup;

/// <summary>What is worth a colour in a language: keywords, comments, strings. Enough to read by; not a grammar.</summary>
internal sealed record CodeLanguage(string Words, string LineComment = "", string Quotes = "\"'", bool IgnoreCase = false, params (string Open, string Close, string Tag)[] Spans)
{
    private static readonly (string, string, string) CComment = ("/*", "*/", "i"), XmlComment = ("<!--", "-->", "i");

    private const string CWords = "break case catch class const continue default delete do else enum extern false finally for goto if import in inline namespace new null operator private protected public return sizeof static struct super switch template this throw true try typedef typeof union using virtual void volatile while with yield ";

    private static readonly CodeLanguage
        CSharp = new(CWords + "abstract as async await base bool byte char decimal double dynamic event explicit float foreach from get global implicit init int interface internal is let lock long nameof not object or and out override params partial readonly record ref required sealed select set short string uint ulong unsafe var when where", "//", Spans: [CComment, ("\"\"\"", "\"\"\"", "u")]),
        C = new(CWords + "auto bool char constexpr double explicit float friend int long mutable noexcept nullptr override register short signed std string template typename unsigned", "//", Spans: CComment),
        Java = new(CWords + "abstract assert boolean byte char double extends final float fun implements instanceof int interface long native object override package permits record sealed short strictfp synchronized throws transient val var when", "//", Spans: [CComment, ("\"\"\"", "\"\"\"", "u")]),
        Script = new(CWords + "abstract any as async await boolean debugger declare export extends from function implements instanceof interface keyof let never number of readonly satisfies string symbol type undefined unknown var", "//", "\"'`", Spans: CComment),
        Go = new("break case chan const continue default defer else fallthrough false for func go goto if import interface map nil package range return select struct switch true type var", "//", "\"'`", Spans: CComment),
        Rust = new("as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut pub ref return Self self static struct super trait true type unsafe use where while", "//", "\"", Spans: CComment),
        Swift = new(CWords + "as associatedtype async await defer deinit extension fallthrough fileprivate func guard init inout is let nil open override protocol repeat rethrows self Self some subscript throws var where", "//", "\"", Spans: [CComment, ("\"\"\"", "\"\"\"", "u")]),
        Php = new(CWords + "abstract and array as echo elseif extends final fn foreach function global implements instanceof interface match or require require_once trait use var", "//", Spans: CComment),
        Python = new("and as assert async await break class continue def del elif else except False finally for from global if import in is lambda match case None nonlocal not or pass raise return self True try while with yield", "#", Spans: [("\"\"\"", "\"\"\"", "u"), ("'''", "'''", "u")]),
        Ruby = new("alias and begin break case class def defined do else elsif end ensure false for if in module next nil not or redo rescue retry return self super then true undef unless until when while yield", "#"),
        Shell = new("case do done elif else esac export fi for function if in local return select set then until while sudo cd echo exit source", "#"),
        PowerShell = new("begin break catch class continue data do else elseif end exit filter finally for foreach function if in param process return switch throw trap try until using while", "#", IgnoreCase: true, Spans: ("<#", "#>", "i")),
        Sql = new("add all alter and as asc backup begin between by cascade case check column commit constraint create cross database declare default delete desc distinct drop else end exec exists false foreign from full function group having if in index inner insert into is join key left like limit not null offset on online option or order outer over partition primary procedure references returning right rollback select set table then top transaction true truncate union unique update use values view when where with", "--", IgnoreCase: true, Spans: CComment),
        Css = new("important", "", Spans: CComment),
        Markup = new("", "", "\"", Spans: XmlComment),
        Json = new("true false null", "//", "\""),
        Settings = new("true false null yes no on off FROM RUN COPY ADD CMD ENTRYPOINT ENV ARG WORKDIR EXPOSE USER VOLUME", "#");

    private static readonly FrozenDictionary<string, CodeLanguage> ByName = new (string Names, CodeLanguage Language)[]
    {
        ("csharp cs c#", CSharp), ("c h cpp c++ hpp cc arduino", C), ("java kotlin kt scala groovy dart", Java), ("javascript js jsx mjs typescript ts tsx vue svelte", Script), ("go golang", Go), ("rust rs", Rust), ("swift", Swift),
        ("php", Php), ("python py python3", Python), ("ruby rb elixir ex", Ruby), ("bash sh shell zsh console fish make makefile", Shell), ("powershell ps1 pwsh", PowerShell), ("sql tsql mysql postgresql psql plsql sqlite", Sql),
        ("css scss less", Css), ("html xml svg razor cshtml xaml", Markup), ("json jsonc json5", Json), ("yaml yml toml ini dockerfile docker hcl terraform conf", Settings)
    }.SelectMany(l => l.Names.Split(' ').Select(name => KeyValuePair.Create(name, l.Language))).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Keywords { get; } =
        Words.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(IgnoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    public static CodeLanguage? Named(string? name) => name is not null && ByName.TryGetValue(name, out var language) ? language : null;
}
