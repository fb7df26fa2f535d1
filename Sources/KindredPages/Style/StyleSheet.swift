/// The style of pages: one sheet, without anything from elsewhere.
///
/// Text has a contrast of at least 4.5 to 1 in both colour schemes, marks of drawings 3 to 1. The
/// colours of the two sides, a grey blue and an orange, are told apart by all common kinds of colour
/// vision, and one is an area where the other is a line.
enum StyleSheet {
  static var markup: Markup {
    element("style") {
      for part in [colours, text, layout, tables, charts, scores, paper] { Markup.constant(part) }
    }
  }

  private static let colours: StaticString = """
    :root{color-scheme:light dark;--ground:#f6f7f8;--panel:#fff;--ink:#1b2430;--muted:#586577;
    --line:#dde2e8;--soft:#eef1f4;--link:#1d5fb0;--real:#8096ad;--realink:#4c637b;
    --synthetic:#b4540a;--positive:#b3261e;--negative:#1d5fb0;--association:#0f7a5a;
    --distance:#9333a8;--bar:#3b6ea8}
    @media screen and (prefers-color-scheme:dark){:root{--ground:#10151c;--panel:#19212b;
    --ink:#e7ecf3;--muted:#9dabbd;--line:#303c4b;--soft:#222c38;--link:#8bb8ff;--real:#6d859e;
    --realink:#a9bdd1;--synthetic:#f0a35e;--positive:#ff8f85;--negative:#7fb0ff;
    --association:#5fd3a8;--distance:#d99aec;--bar:#7fa9dc}}
    """

  private static let text: StaticString = """
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
    body{margin:0;background:var(--ground);color:var(--ink);
    font:1rem/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',sans-serif;
    overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
    h1,h2,h3,h4{line-height:1.25;margin:0;font-weight:650;text-wrap:balance}
    h1{font-size:1.7rem;letter-spacing:-.01em}
    h2{font-size:1.3rem;margin-bottom:.25rem}
    h3{font-size:1.02rem}
    h4{font-size:.95rem}
    p{margin:0 0 .75rem;max-width:44rem}
    p:last-child{margin-bottom:0}
    a{color:var(--link);text-underline-offset:.15em;text-decoration-thickness:1px}
    a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:2px solid var(--link);
    outline-offset:2px;border-radius:3px}
    bdi{unicode-bidi:isolate}
    .muted,.lead{color:var(--muted)}
    .small{font-size:.85rem}
    .hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);
    white-space:nowrap}
    .skip{position:absolute;left:1rem;top:-4rem;background:var(--panel);padding:.5rem .9rem;
    border-radius:.4rem;z-index:2}
    .skip:focus{top:1rem}
    """

  private static let layout: StaticString = """
    .page{max-width:76rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}
    header{padding-bottom:1.25rem}
    header p{margin-top:.35rem}
    nav ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.1rem 1.1rem}
    nav a{display:inline-block;padding:.25rem 0;text-decoration:none}
    nav a:hover{text-decoration:underline}
    main>section{margin-top:2.75rem}
    main>section>h2+*{margin-top:.4rem}
    .panel,.fold{background:var(--panel);border:1px solid var(--line);border-radius:.6rem}
    .panel{padding:1rem 1.1rem}
    .fold+.fold,p+.panel,p+.fold,ul+.fold,div+.panel{margin-top:.75rem}
    .grid>.panel,.findings>.panel,.scores>.panel{margin-top:0}
    .grid{display:grid;gap:.75rem;grid-template-columns:repeat(auto-fill,minmax(min(17.5rem,100%),1fr))}
    .columns{align-items:start}
    .fold>summary{cursor:pointer;padding:.7rem 1.1rem;display:flex;align-items:baseline;
    flex-wrap:wrap;gap:.1rem .9rem;list-style:none}
    .fold>summary::-webkit-details-marker{display:none}
    .fold>summary::before{content:'';width:.45rem;height:.45rem;border:solid var(--muted);
    border-width:0 2px 2px 0;transform:rotate(-45deg);align-self:center;flex:none}
    .fold[open]>summary::before{transform:rotate(45deg) translate(-1px,-1px)}
    .fold>summary h3{flex:1 1 12rem}
    .fold>summary .facts{color:var(--muted);font-size:.88rem}
    .fold>.inside{padding:.2rem 1.1rem 1.1rem}
    .inside>*+*{margin-top:1rem}
    .inside .card{border:1px solid var(--line);border-radius:.5rem;padding:.75rem .85rem}
    .beside{display:grid;gap:1rem 1.5rem;grid-template-columns:minmax(0,1fr)}
    .beside>*>*+*{margin-top:1rem}
    @media(min-width:56rem){.beside{grid-template-columns:18.6rem minmax(0,1fr)}}
    .more>summary{cursor:pointer;color:var(--link);font-size:.85rem;padding:.3rem 0;width:max-content}
    .scroll{overflow-x:auto}
    .scroll.tall{max-height:26rem;overflow-y:auto}
    footer{margin-top:3rem;border-top:1px solid var(--line);padding-top:1rem;color:var(--muted);
    font-size:.85rem}
    @media(min-width:70rem){.page{display:grid;grid-template-columns:11.5rem minmax(0,1fr);
    column-gap:2.5rem}.page>header,.page>footer{grid-column:1/-1}
    nav{position:sticky;top:1.25rem;align-self:start;max-height:calc(100vh - 2.5rem);overflow:auto}
    nav ul{flex-direction:column}main>section:first-child{margin-top:0}}
    @media(max-width:30rem){.page{padding:1rem .8rem 3rem}h1{font-size:1.4rem}
    .fold>summary,.fold>.inside,.panel{padding-left:.75rem;padding-right:.75rem}}
    @media(prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
    """

  private static let tables: StaticString = """
    table{border-collapse:collapse;width:100%;font-size:.88rem}
    th,td{text-align:left;padding:.28rem .6rem .28rem 0;vertical-align:baseline;font-weight:400}
    thead th{color:var(--muted);border-bottom:1px solid var(--line);font-size:.82rem}
    tbody tr+tr>*{border-top:1px solid var(--soft)}
    td.number,th.number,.figures td,.figures thead th+th,.labels td,.labels thead th+th{
    text-align:right;white-space:nowrap}
    td:last-child,th:last-child{padding-right:0}
    .labels{table-layout:fixed;font-size:.84rem}
    .labels th,.labels td{padding:.17rem .4rem .17rem 0;border:0!important;vertical-align:middle;
    line-height:1.3}
    .labels td:last-child,.labels th:last-child{padding-right:0}
    .labels tbody th>*{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;
    overflow:hidden}
    .labels .bar{width:17%;padding-left:.2rem}
    .labels thead th+th,.labels thead .bar+th{width:3.4rem;text-align:right}
    .labels thead .bar+th+th{width:5rem}
    .key::before{content:'';display:inline-block;width:.8em;height:.6em;margin-right:.35em;
    vertical-align:.03em;border-radius:1px}
    .key.area::before{background:var(--real)}
    .key.outline::before{background:none;box-shadow:inset 0 0 0 2px var(--synthetic)}
    .wide{min-width:34rem}
    data{white-space:nowrap}
    """

  private static let charts: StaticString = """
    svg{display:block}
    .chart{width:100%;height:auto;max-width:26rem;font-family:inherit;overflow:visible}
    .chart text{unicode-bidi:isolate}
    .area{fill:var(--real)}
    .outline{fill:none;stroke:var(--synthetic);stroke-width:1.8;stroke-linejoin:round}
    .synthetic{fill:var(--synthetic)}
    .chart .grid,.dots .grid{stroke:var(--line);stroke-width:1}
    .base{stroke:var(--muted);stroke-width:1}
    .tick{fill:var(--muted);font-size:11px}
    .axis{fill:var(--ink);font-size:10.5px}
    .end{text-anchor:end}.middle,.value{text-anchor:middle}
    .value{fill:var(--ink);font-size:9.5px;paint-order:stroke;stroke:var(--panel);
    stroke-width:2.2px;stroke-linejoin:round}
    .positive{fill:var(--positive)}.negative{fill:var(--negative)}
    .association{fill:var(--association)}.distance{fill:var(--distance)}
    .none{fill:none;stroke:var(--line);stroke-dasharray:2 2}
    .mark{fill:var(--ink);stroke:var(--panel)}
    .bars{width:100%;height:.85rem}
    .dots{width:7.5rem;height:.875rem;transform:translateY(.2rem)}
    .way{stroke:var(--muted);stroke-width:2}
    .line{fill:none;stroke-width:1.8}.synthetic-line{stroke:var(--synthetic)}
    .real-line{stroke:var(--realink)}.muted-line{stroke:var(--muted);stroke-dasharray:2 3}
    .dashed{stroke-dasharray:5 3}.swatch{display:inline-block;width:1.5rem;height:.5rem;
    margin-right:.35rem;vertical-align:.05em}
    .ring{fill:var(--panel);stroke:var(--synthetic);stroke-width:2.2}
    .maps{display:grid;gap:1rem 1.5rem;grid-template-columns:repeat(auto-fit,minmax(min(15rem,100%),1fr));
    align-items:end}
    .maps figcaption{font-size:.88rem;color:var(--muted);margin-bottom:.35rem}
    figure{margin:0}
    .maps .chart{max-width:24rem}
    .ramp{display:inline-block;width:4.2rem;height:.65rem;border-radius:2px;margin:0 .35rem;
    vertical-align:-.04em}
    .ramp.correlation{background:linear-gradient(90deg,var(--negative),var(--panel),var(--positive))}
    .ramp.association{background:linear-gradient(90deg,var(--panel),var(--association))}
    .ramp.distance{background:linear-gradient(90deg,var(--panel),var(--distance))}
    .legend{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;font-size:.85rem;color:var(--muted);
    margin:0;padding:0;list-style:none}
    .legend+div{margin-top:.75rem}
    .kindred-schema{max-width:100%;height:auto;margin:0 auto;min-width:min(100%,20rem)}
    .kindred-schema .ground{fill:none!important}
    @media(max-width:40rem){.kindred-schema{max-width:none;zoom:.8}}
    """

  private static let scores: StaticString = """
    .scores{display:grid;gap:.75rem;grid-template-columns:repeat(auto-fit,minmax(min(15.5rem,100%),1fr))}
    .score .big{font-size:2.1rem;font-weight:650;line-height:1.1;margin:.15rem 0 .1rem;
    letter-spacing:-.02em}
    .score .says{color:var(--muted);font-size:.9rem;margin-bottom:.6rem}
    .score table{font-size:.86rem}
    .score td,.score th{border:0!important;padding:.14rem 0;vertical-align:middle}
    .score td.bar{width:32%;padding:0 .6rem}
    .meter{width:100%;height:.375rem;border-radius:3px}
    .meter .track{fill:var(--soft)}.filled{fill:var(--bar)}
    .findings{display:grid;gap:.75rem;grid-template-columns:repeat(auto-fit,minmax(min(19rem,100%),1fr));
    margin-top:.75rem}
    .findings ol,.findings ul{margin:.5rem 0 0;padding:0;list-style:none}
    .findings li{padding:.4rem 0;display:grid;grid-template-columns:minmax(0,1fr) auto;gap:0 .9rem}
    .findings li+li{border-top:1px solid var(--soft)}
    .findings .what{color:var(--muted);font-size:.9rem;grid-column:1}
    .findings data{grid-column:2;grid-row:1}
    .title{display:flex;justify-content:space-between;align-items:baseline;gap:.2rem .7rem}
    .card .type{color:var(--muted);font-size:.82rem;margin:0 0 .45rem}
    .card .facts{font-size:.82rem;color:var(--muted);margin:.4rem 0 0}
    """

  private static let paper: StaticString = """
    @media print{@page{margin:14mm}html{font-size:9.5pt}body{background:#fff}
    .page{display:block;max-width:none;padding:0}nav,.skip{display:none}
    details::details-content{content-visibility:visible;display:block;height:auto;block-size:auto}
    .fold>summary::before,.more{display:none}
    .panel,.card,figure,tr,.findings li,h3,.fold>summary{break-inside:avoid}
    h2,h3,h4,.fold>summary{break-after:avoid}
    main>section{margin-top:1.5rem}
    .page-break{break-before:page}
    .scroll,.scroll.tall{overflow:visible;max-height:none}.wide{min-width:0}
    .grid,.findings{grid-template-columns:repeat(3,1fr)}
    .beside{grid-template-columns:15rem minmax(0,1fr)}
    *{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
    """
}
