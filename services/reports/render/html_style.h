#ifndef ARASHA_SERVICES_REPORTS_RENDER_HTML_STYLE_H_
#define ARASHA_SERVICES_REPORTS_RENDER_HTML_STYLE_H_

namespace arasha::reports {

// The style sheet of HTML reports; colours are those of palette.h.
inline constexpr char kHtmlStyle[] = R"css(
:root{--ink:#1b2733;--faint:#5b6875;--rule:#c9d1d9;--band:#f4f6f8;--brand:#123f5e;--accent:#c49a2c;
--main:#1f5f8b;--good:#2a8c82;--late:#e0a030;--bad:#b03a2e;--other:#7a5c99;--muted:#a9b4bf}
*{box-sizing:border-box}
body{margin:0 auto;max-width:960px;padding:0 24px 48px;font:15px/1.5 sans-serif;color:var(--ink);background:#fff}
.band{display:flex;justify-content:space-between;align-items:center;gap:16px;margin:0 -24px;padding:18px 24px;
background:var(--brand);color:#fff;border-bottom:4px solid var(--accent);font-size:13px}
.band b{font-size:22px}
h1{margin:32px 0 4px;font-size:34px;line-height:1.15;color:var(--brand)}
h2{margin:40px 0 8px;font-size:22px;color:var(--brand)}
nav h2,.proof h2{margin:0 0 8px;font-size:15px}
.subtitle{margin:0 0 24px;font-size:17px;color:var(--faint);display:flex;flex-wrap:wrap;column-gap:1.2em;
overflow:hidden}
.subtitle i{float:left;width:1.2em;margin-left:-1.2em;text-align:center;font-style:normal}
.tiles{display:grid;gap:12px;margin:0 0 24px;grid-template-columns:repeat(auto-fill,
minmax(max(140px,calc((100% - (var(--in-row) - 1)*12px)/var(--in-row) - 1px)),1fr))}
.tile{padding:12px 14px;background:var(--band);border-top:3px solid var(--main);display:flex;flex-direction:column;
container-type:inline-size}
.tile b{font-size:20px;font-size:min(28px,15cqi);line-height:1.2;white-space:nowrap;color:var(--main)}
.tile span{font-weight:700;font-size:13px}
.tile.good{border-color:var(--good)}.tile.good b{color:var(--good)}
.tile.late{border-color:var(--late)}.tile.late b{color:#8a5a00}
.tile.bad{border-color:var(--bad)}.tile.bad b{color:var(--bad)}
.tile.other{border-color:var(--other)}.tile.other b{color:var(--other)}
.tile.muted{border-color:var(--muted)}.tile.muted b{color:var(--faint)}
.facts{display:grid;grid-template-columns:minmax(120px,210px) 1fr;gap:4px 16px;margin:0 0 24px;font-size:14px}
.facts dt{color:var(--faint)}
.facts dd{margin:0;overflow-wrap:break-word;min-width:0}
.mono dd{font-family:monospace;overflow-wrap:anywhere}
code{font-family:monospace}
code,.whole{white-space:nowrap}
nav,.proof{padding:16px 20px;background:var(--band);margin:0 0 16px}
.proof{border-left:4px solid var(--accent)}
.proof .facts{margin:0 0 8px}
.proof p{margin:0;font-size:13px;color:var(--faint)}
nav ol{margin:0;padding-left:20px}
a{color:var(--main)}
figure{margin:20px 0}
figcaption,caption{font-weight:700;text-align:left;padding:0 0 6px;font-size:15px}
svg{display:block;width:100%;height:auto}
.table{margin:20px 0 4px}
.table,figure{overflow-x:auto;background:linear-gradient(to right,#fff 40%,transparent),
linear-gradient(to left,#fff 40%,transparent) right,linear-gradient(to right,#1b273333,transparent),
linear-gradient(to left,#1b273333,transparent) right;background-repeat:no-repeat;
background-size:40px 100%,40px 100%,12px 100%,12px 100%;background-attachment:local,local,scroll,scroll}
table{border-collapse:collapse;width:100%;font-size:13.5px;font-variant-numeric:tabular-nums}
th{font-size:12.5px;text-align:left;vertical-align:bottom;color:var(--faint);border-bottom:2px solid var(--rule)}
th,td{padding:6px 10px 6px 0}
td{border-bottom:1px solid #e3e8ed;vertical-align:top;white-space:pre-line}
tbody tr:nth-child(even){background:#123f5e0c}
.n{text-align:right;white-space:nowrap}
th.n{white-space:normal}
td.name{min-width:11em}
tfoot td{font-weight:700;border-top:2px solid var(--rule)}
.note{margin:4px 0;font-size:12.5px;color:var(--faint)}
.method dt{font-weight:700}
.method dd{margin:0 0 12px}
footer{margin-top:40px;padding-top:8px;border-top:1px solid var(--rule);font-size:12.5px;color:var(--faint)}
@media screen and (max-width:480px){body{padding:0 14px 32px}.band{margin:0 -14px;padding:14px}h1{font-size:27px}
.facts{grid-template-columns:1fr;gap:0}.facts dd{margin:0 0 8px}.tile b{font-size:18px;font-size:min(22px,15cqi)}
td:not(.n):not(.whole){min-width:96px}td:first-child:not(.n){min-width:150px}th.n{min-width:88px}
svg{min-width:620px}}
@media screen and (max-width:640px){code{white-space:normal}}
@page{margin:14mm}
@media print{*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{max-width:none;padding:0;font-size:10pt}.band{margin:0}h1{font-size:22pt}h2{font-size:14pt}
.table,figure{overflow:visible;background:none}
table{font-size:8pt}th{font-size:7.5pt}th,td{padding:3px 6px 3px 0}
h1,h2,h2+p,dt,caption,figcaption,thead{break-after:avoid}.note,footer{break-before:avoid}
tbody tr:nth-child(-n+2){break-after:avoid}
tbody tr:nth-last-child(-n+2),tfoot tr,.method dt:last-of-type{break-before:avoid}
tfoot{display:table-row-group}
.proof,nav,figure,.tile,tr,.method dd{break-inside:avoid}p,dd{orphans:3;widows:3}footer{margin-top:12pt}}
)css";

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_RENDER_HTML_STYLE_H_
