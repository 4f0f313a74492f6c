/* What readers do not see is not text; what scripts or clicks show them is. */
#include "tests/unit/blocks_helper.h"

#include "pipeline/extract/blocks/hidden_names.h"

#define PROSE                                                                                                \
    "The council met on Tuesday evening to settle the budget for the coming year and the repair of the bridge."
#define MORE "Members of both parties spoke for longer than planned, and the vote was put off until the next session."
#define OTHER "Nothing in this paragraph is said anywhere else on the page, and it takes more than a single line."

static void test_elements(void)
{
    are_blocks("<p>a</p><p hidden>b</p><p>c</p>", "a|c", "hidden attribute");
    are_blocks("<p>a</p><div style='color:red; Display : none !important'><p>b</p></div>c", "a|c", "display: none");
    are_blocks("a<p style=visibility:hidden>b</p>", "a", "visibility: hidden");
    are_blocks("a<p style='position:absolute;left:-9999px'>b</p>", "a", "off the screen");
    are_blocks("<p style=left:-9px>a</p><p style='backface-visibility:hidden;opacity:0'>b</p>", "a|b",
               "shifted, turned, about to fade in");
    are_blocks("<p>one<span style=display:none> two</span> three</p>", "one three", "inside a paragraph");
    are_blocks("<p>un<span hidden>x</span>seen</p>", "unseen", "inside a word");
    are_blocks("<a href=1>Read more<span class='screen-reader-text'> about it</span></a>", "Read more", "screen-reader-text");
    are_blocks("<b class=sr-only>Price</b>5<i class='u-visuallyHidden'>dollars</i>.", "5.", "other names");
    are_blocks("<p><i class=off-screen>Image caption</i>A mill<b class=ui-helper-hidden-accessible>1 result</b>", "A mill", "off the screen");
    are_blocks("<p>a</p><div class=ttc id=ab><div class=ttname>b</div></div><p class=ttcard>c</p>", "a|c", "tooltips of Doxygen");
    are_blocks("<div class='not-sr-only'>a</div><div class='field--label-visually_hidden'>b</div>", "a|b",
               "names that tell of something else");
    are_blocks("<a href=1>plan<i class=material-icons>open_in_new</i></a>s<i "
               "class='material-symbols-outlined x'>menu</i>.",
               "plan s.", "names of icons");
    are_blocks("<p>a<span class=visible-print>b</span></p><div class='x print-only'>c</div><p "
               "class=hidden-print>d</p>",
               "a|d", "what is printed only");
    are_blocks("<div class=sr-only>" PROSE MORE OTHER PROSE "</div>", PROSE MORE OTHER PROSE, "not as much as this");
    are_blocks("<h2>Use <a href=#u aria-hidden=true>#</a></h2>a<i aria-hidden=true>\u2022</i>b", "Use|a b",
               "signs for the eye");
    are_blocks("<p>a <span aria-hidden=true>words</span></p>", "a words", "words hidden from ears only");
    are_blocks("<h2>Use<span><a href=#u>#</a></span><a id=x></a></h2><h3>Go <a href=#g>\u00b6</a></h3><h4>\u00a7 5<a href=#5>\U0001f517"
               "</a></h4>", "Use|Go|\u00a7 5", "signs by which headings link to themselves");
    are_blocks("<h2><a href=/c>C<sup>#</sup></a></h2><h3>F#</h3><p>a <a href=#a>#</a></p><h4><a href=#>#</a></h4>", "C#|F#|a #|#",
               "other signs");
    are_blocks("<div class='hatnote navigation'>a</div><p>b</p><div id=toctitle><h2>Contents</h2></div><li><span class=mw-cite-backlink>^ <a href=#c>c</a></span> d</li>"
               "<table class='box ambox'><tr><td>e</table><div class='bandeau-container bandeau-niveau-grave'>f</div><p class=lambox>g</p>",
               "b|d|g", "what MediaWiki says of its articles");
}

static void test_line_numbers(void)
{
    are_blocks("<pre><i class=linenos>1</i>a\n<i class=linenos>2</i>  b</pre>", "a\n  b",
               "in front of each line");
    are_blocks("<table><tr><td class='gutter gl'><pre>1<br>2</pre><td><pre>a\n  b</pre></table>",
               "a\n  b", "in a cell");
    are_blocks("<table><tr><td class=listing_lines><pre>1\n2</pre><td class=listing_code><pre>a\n  b</pre></table>", "a\n  b",
               "as gtk-doc calls it");
    are_blocks("<pre><b class=ln>1</b>a<b class=lnt>2</b>b<b class='hljs-ln-n'>3</b>c</pre>", "abc",
               "short names");
    are_blocks("<pre><b class='line-number'>1</b>a<a class=lineno href=#2>&nbsp;2</a>b<b "
               "class='js-blob-num'>3</b>c</pre>",
               "abc", "other names");
    are_blocks("<div class=lineno>1a</div><div class=gutter>2<b class=gutter>3</b></div><div "
               "class=gutter>4<b>c</b>5</div>"
               "<div class=gutter>a<b class=gutter>6</b>7</div><div class=line>8</div>",
               "1a|4c5|a 7|8", "digits are all they hold");
}

static void test_overlays(void)
{
    are_blocks("<p>a</p><div id=onetrust-consent-sdk><p>" PROSE "</p></div>", "a", "a consent manager");
    are_blocks("<p>a</p><div class='js cookie-banner'><p>" PROSE "</p></div>", "a", "a box of the page's own");
    are_blocks("<p>a</p><div class=cookieConsent>b</div><div role=dialog>c</div><dialog>d</dialog>", "a", "others");
    are_blocks("<article class='post cookie-notice'><p>" PROSE "</p></article>", PROSE, "not an article");
    are_blocks("<div class='cookie-bar'><main><p>" PROSE "</p></main></div>", PROSE, "nor what holds one");
    are_blocks("<div class=has-cookie-banner>a</div><div class='tag-gdpr-consent'>b</div><div class=cookie-bars>c</div>"
               "<div class=trusted>d</div>",
               "a|b|c|d", "nor other names");
}

static void test_shown_later(void)
{
    are_blocks("<body style=visibility:hidden><p>a</p></body>", "a", "a body that waits for a script");
    are_blocks("<nav>n</nav><div style=display:none><p>" PROSE "</p><p>" MORE "</p></div>", "n|" PROSE "|" MORE,
               "the only running text of the page");
    are_blocks("<p>" MORE "</p><p>" OTHER "</p><div style=display:none><p>" PROSE "</p></div>", MORE "|" OTHER,
               "not when the page has more of its own");
    are_blocks("<div style=display:none><p>" PROSE "</p><p>" MORE "</p><p style=display:none>" OTHER "</p></div>",
               PROSE "|" MORE, "what is hidden in it stays hidden");
    are_blocks("<p>" MORE "</p><p>" OTHER "</p><div hidden id='S:1'><p>b</p></div>", MORE "|" OTHER "|b", "streamed parts");
    are_blocks("<p>" MORE "</p><p>" OTHER "</p><div role=tabpanel hidden>b</div><div hidden=until-found>c</div>",
               MORE "|" OTHER "|b|c", "panels");
    are_blocks("<p>" MORE "</p><h3><button>q</button></h3><div hidden>b</div>", MORE "|q|b", "behind a button");
    are_blocks("<p>" MORE "</p><h3>q</h3><div hidden>b</div><h3>r</h3><div hidden>c</div>", MORE "|q|b|r|c", "answers");
    are_blocks("<p>" MORE "</p><h3>q</h3><div hidden>b</div><p>c</p>", MORE "|q|c", "one alone is none");
    are_blocks("<p>" MORE "</p><div style=display:none><p>" PROSE PROSE
               "</p></div><button>Read more</button>",
               MORE "|" PROSE PROSE "|Read more", "in front of a button");
    are_blocks("<p>" MORE "</p><a href=#r>More</a><div style=display:none>" PROSE PROSE "</div>",
               MORE "|More|" PROSE PROSE, "behind a link that leads nowhere");
    are_blocks("<p>" MORE "<span>...</span><span id=more style=display:none>" PROSE PROSE
               "</span></p><button>+</button>",
               MORE "..." PROSE PROSE "|+", "what is called so in a paragraph");
    are_blocks("<p>" MORE PROSE "</p><div style=display:none>b</div><button>Send</button>",
               MORE PROSE "|Send", "if it is text");
    are_blocks("<div>" MORE PROSE "</div><div style=display:none>" PROSE PROSE
               "</div><a href=#>x</a>",
               MORE PROSE "|x", "and goes on");
    are_blocks("<p>" MORE PROSE "</p><div style=display:none>" PROSE PROSE "</div><a href=/x>x</a>",
               MORE PROSE "|x", "a link to another page opens nothing");
    are_blocks("<p>" MORE PROSE "</p><div style=display:none>" PROSE PROSE "</div><a href=#>" PROSE "</a>",
               MORE PROSE "|" PROSE, "nor does a long one");
    are_blocks("<div>" MORE PROSE "</div><a href=#>x</a><div hidden>" PROSE PROSE "</div>", MORE PROSE "|x",
               "nor a link behind a box");
    are_blocks("<p>" MORE PROSE "<span id=more style=display:none>" PROSE PROSE "</span></p><button>+</button>",
               MORE PROSE PROSE PROSE "|+", "the rest of a long paragraph");
    are_blocks("<p>" MORE PROSE "</p><div style=display:none>" PROSE PROSE "<a href=1>" PROSE PROSE PROSE PROSE
               "</a></div><button>Read more</button>",
               MORE PROSE "|Read more", "not what is mostly links");
    struct ws_blocks b = blocks_of("<p>" MORE "</p><div role=tabpanel hidden>b</div>");
    OK(b.n == 2 && !b.v[0].hidden && b.v[1].hidden, "blocks of panels are marked");
}

static void test_noscript(void)
{
    are_blocks("<noscript><p>" PROSE "</p><p>" MORE "</p></noscript>", PROSE "|" MORE, "the only copy");
    are_blocks("<p>" PROSE "</p><p>" MORE "</p><noscript><p>" PROSE "</p><p>" MORE "</p></noscript>", PROSE "|" MORE,
               "a second copy");
    are_blocks("<p>a</p><noscript><p>Please enable JavaScript in your browser to use this site. " PROSE MORE "</p></noscript>",
               "a", "a notice");
    are_blocks("<p>a</p><noscript>Please turn it on.</noscript>", "a", "a short one");
    are_blocks("<p>a</p><noscript>\n&lt;img src='x' alt='" PROSE MORE "'&gt;</noscript>b", "a|b", "one saved as text");
    are_blocks("<p>a</p><noscript><img src=x></noscript>b", "a|b", "an image");
    are_blocks("<p>" OTHER "</p><noscript><p>" PROSE "</p><p>" MORE "</p></noscript><p>b</p>", OTHER "|" PROSE "|" MORE "|b",
               "a part of the page");
}

/* A word of patterns behind so many bytes, with a sign put into it, cut off somewhere. */
static struct ws_slice write_name(char *out, size_t room, size_t before, const char *word, size_t sign, size_t n)
{
    static const char *const BEFORE[] = {"x ", "X-", "not_", "tab"};
    char name[64];
    snprintf(name, sizeof name, "%.*s%s%s", (int)sign, word, sign % 2 ? "-" : "_", word + sign);
    memset(out, ' ', room);
    memset(out, 'q', before);
    int k = snprintf(out + before, 64, "%s%.*s%s", BEFORE[before % 4], (int)n, sign ? name : word, n % 3 ? "" : "S b");
    out[before + (size_t)k] = '"'; /* what stands behind is read, too */
    memcpy(out + before + k + 1, word, strlen(word));
    return (struct ws_slice){(const uint8_t *)out, before + (size_t)k};
}

/* Both ways to find names come to the same. */
static void test_wide_names(void)
{
    static char page[1024];
    struct ws_name_patterns x[2];
    unsigned found = 0, differ = 0;
    ws_hiding_names(&x[0]);
    ws_panel_names(&x[1]);
    for (int k = 0; k < 2; k++)
        for (size_t i = 0; i < x[k].from[26]; i++)
            for (size_t before = 0; before < 66; before++)
                for (size_t sign = 0, n = strlen(x[k].v[i].word); sign < n && sign < 6; sign++) {
                    struct ws_slice s = write_name(page, sizeof page, before, x[k].v[i].word, sign, n + 1 - before % 2);
                    struct ws_name_patterns plain = x[k];
                    plain.wide = false;
                    enum ws_cause cause = ws_match_names(&plain, s, s.p + sizeof page);
                    found += cause != WS_CAUSE_NONE;
                    differ += ws_match_names(&x[k], s, s.p + sizeof page) != cause;
                }
    OK(found > 1000, "%u names say something", found);
    IS_INT(differ, 0, "of so many at once other things are read");
}

int main(void)
{
    begin_blocks();
    test_elements();
    test_line_numbers();
    test_overlays();
    test_shown_later();
    test_noscript();
    test_wide_names();
    end_blocks();
    return tap_done();
}
