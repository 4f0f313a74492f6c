/* A page, made valid UTF-8 as the charset stage would: libxml2 reads from the lean HTML the very nodes and
 * texts that the direct builder wrote. */
#include "tests/fuzz/driver.h"
#include "tests/unit/charset_helper.h"
#include "tests/unit/lean_helper.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct ws_charset *charset;
    struct ws_decoded page;
    struct ws_error err;
    if (!charset) {
        start_pruning();
        if (!(charset = ws_charset_new((size_t)1 << 20)))
            abort();
    }
    if (ws_charset_decode(charset, (struct ws_slice){data, n},
                          SLICE("text/html; charset=utf-8"), &page, &err) == WS_OK &&
        !libxml2_agrees(page.utf8))
        abort();
    return 0;
}

#ifndef WS_LIBFUZZER
static size_t fuzz_seed(size_t i, uint8_t *p)
{
    static const char *const pages[] = {
        "<body class=a><h1 id=b>c &amp; d &lt;e></h1><p>f<br>g<img src=h alt='i'>j<wbr>k</p><ul>"
        "<li>l<li>m<ol><li>n</ol></ul><x-y>o</x-y>",
        "<textarea>a<b></textarea><xmp><i>&</xmp><noscript>b</noscript><pre>\n\nc </pre><a "
        "href=d><table><tr><td>e<p><caption>f</table></a><select><option>g<p>h</select>",
        "<address><dl><dt>a<dd>b</dl></address><h2><form><fieldset><legend>c</legend><dir><li>d"
        "</dir><menu><ul><li>e</ul></menu></form></h2><span><td>f</span><title>g</title>h",
        "<math alttext='x<y'></math><svg></svg>a]]>b<![CDATA[c]]><?d?>e&#0;&#x80;&#13;f\r\ng\fh",
        "<plaintext>a</plaintext>&amp;<b>",
    };
    if (i >= sizeof pages / sizeof pages[0])
        return 0;
    memcpy(p, pages[i], strlen(pages[i]));
    return strlen(pages[i]);
}
#endif
