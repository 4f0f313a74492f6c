/* Characters as they come out of pages: scripts of the world, invisible characters, what tags between
 * characters mean. */
#include "pipeline/extract/text/mail.h"
#include "tests/unit/blocks_helper.h"

static void test_joiners(void)
{
    are_blocks("<p>\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645</p>", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
               "Persian keeps its ZWNJ");
    are_blocks("<p>\u0645\u06cc<b>\u200c</b>\u062e\u0648\u0627\u0647\u0645</p>",
               "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "also in a tag of its own");
    are_blocks("<p>\u0645\u06cc&zwnj;&zwnj;\u062e</p>", "\u0645\u06cc\u200c\u062e", "of two one is enough");
    are_blocks("<p>\u0645\u06cc\u200c \u062e</p>", "\u0645\u06cc \u062e", "not in front of a blank");
    are_blocks("<p>PDF\u200c\u0647\u0627</p>", "PDF\u200c\u0647\u0627", "between scripts");
    are_blocks("<p>1402\u0647\u200d.</p>", "1402\u0647\u200d.", "Arabic letter in its joining form");
    are_blocks("<p>\u0915\u094d\u200d\u0937 \u0915\u094d\u200c\u0937 \u0d28\u0d4d\u200d</p>",
               "\u0915\u094d\u200d\u0937 \u0915\u094d\u200c\u0937 \u0d28\u0d4d\u200d", "Devanagari, Malayalam");
    are_blocks("<p>\u0dc1\u0dca\u200d\u0dbb\u0dd3</p>", "\u0dc1\u0dca\u200d\u0dbb\u0dd3", "Sinhala");
    are_blocks("<p>\U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f\u200d\U0001f525</p>",
               "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f\u200d\U0001f525", "emoji");
    are_blocks("<p>Auf\u200clage un\u200dseen \u200c</p>", "Auflage unseen", "Latin needs none");
    are_blocks("<p>\u4e2d\u200d\u6587</p>", "\u4e2d\u6587", "nor does Chinese");
}

static void test_invisible(void)
{
    are_blocks("<p>Donau&shy;dampf\u00adschiff</p>", "Donaudampfschiff", "German soft hyphens");
    are_blocks("<p>super<wbr>cali&#8203;fragil\u2060ist\ufeffic</p>", "supercalifragilistic", "wbr and the like");
    are_blocks("<p>Java<wbr>Script</p>", "JavaScript", "wbr is no seam");
    are_blocks("<p>\u0e20\u0e32\u0e29\u0e32\u200b\u0e44\u0e17\u0e22</p>", "\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22",
               "Thai with zero-width spaces");
    are_blocks("<p>a\u00a0b\u202fc\u2003d\u3000e\u2800f</p>", "a b c d e f", "blanks of all kinds");
    are_blocks("<pre>a\u00a0 b\tc\u200b</pre>", "a  b\tc", "also in pre");
    are_blocks("<p>a\ue001b \U0010fffdc</p>", "ab c", "icons of private fonts");
    are_blocks("<p>a\ufffcb</p>", "a b", "an object in the text");
    are_blocks("<p>\u261d\ufe0f 1\ufe0f\u20e3</p>", "\u261d\ufe0f 1\ufe0f\u20e3", "variation selectors stay");
    are_blocks("<p>\u845b\U000e0100\u57ce \u845b \U000e0100a\U000e0100</p>",
               "\u845b\U000e0100\u57ce \u845b a", "those of Han, too, behind Han");
    are_blocks("<p>\U0001f3f4\U000e0067\U000e0062\U000e007f a\U000e0067\U000e0062</p>",
               "\U0001f3f4\U000e0067\U000e0062\U000e007f a",
               "tags make flags, and hide nothing else");
}

/* Lines that end in the source. */
static void test_line_ends(void)
{
    are_blocks("<p>\u9001\u3063\u3066\r\n   \u304f\u308b\u3002\n\u4e8c<b>\n\u4e09</b></p>",
               "\u9001\u3063\u3066\u304f\u308b\u3002\u4e8c\u4e09", "Chinese and Japanese go on");
    are_blocks("<p>\u8bf4\uff1a\n\u201c\u4e2d\u6587\u201d\n\u3002\u2014\n\u4e2d</p>",
               "\u8bf4\uff1a\u201c\u4e2d\u6587\u201d\u3002\u2014\u4e2d",
               "also at their quotes and dashes");
    are_blocks("<p>\u4e2d \u6587 <b>\u5b57</b>\u00a0\n\u4e2d\n\u3000\u6587</p>",
               "\u4e2d \u6587 \u5b57 \u4e2d \u6587",
               "blanks in a line stay, and those that stand there for their own sake");
    are_blocks("<p>\u4e2d\nEnglish\n\u6587\n\ud55c\n\uae00 \u201ca\u201d\n\u201cb\u201d</p>",
               "\u4e2d English \u6587 \ud55c \uae00 \u201ca\u201d \u201cb\u201d",
               "beside Latin and Hangul there is a blank");
    are_blocks("<pre>\u4e2d\n\u6587</pre><p>\u4e2d\n<br>\n\u6587</p>",
               "\u4e2d\n\u6587|\u4e2d\n\u6587", "lines that are meant stay");
}

static void test_repair(void)
{
    are_blocks("<p>children\302\222s \302\223toys\302\224 \302\200 5 &#146;</p>", "children\u2019s \u201ctoys\u201d \u20ac 5 \u2019",
               "windows-1252 taken for Latin-1");
    are_blocks("<p>it\u00e2\302\200\302\231s \u00f0\302\237\302\230\302\200 \u00c5\302\202</p>", "it\u2019s \U0001f600 \u0142",
               "UTF-8 taken for Latin-1");
    are_blocks("<p>\u00c3\u00a9t\u00c3\u00a9</p>", "\u00c3\u00a9t\u00c3\u00a9", "what could be meant stays");
    are_blocks("<p>a\u00e2\302\200b \u00ed\u00a0\302\200 \u00e0\302\200\302\200</p>", "a\u00e2\u20acb \u00ed \u20ac \u00e0\u20ac\u20ac",
               "what is not UTF-8 either");
    are_blocks("<p>a\302\201b</p>", "ab", "a control character that means nothing");
}

static void test_bidi(void)
{
    are_blocks("<p dir=rtl>\u0642\u0627\u0644 \u200fJohn Smith\u200e \u0625\u0646\u0647 (2024)</p>",
               "\u0642\u0627\u0644 John Smith \u0625\u0646\u0647 (2024)", "Arabic in logical order, without marks");
    are_blocks("<p>\u202b\u05e9\u05dc\u05d5\u05dd\u202c \u2067\u05e2\u05d5\u05dc\u05dd\u2069\u061c!</p>",
               "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd!", "Hebrew with embeddings and isolates");
    are_blocks("<p><bdo dir=ltr>\u05d0\u05d1\u05d2</bdo> <bdi>\u0639\u0631\u0628\u064a</bdi></p>",
               "\u05d0\u05d1\u05d2 \u0639\u0631\u0628\u064a", "bdo and bdi");
    are_blocks("<p>\u05e2\u05b4\u05d1\u05b0\u05e8\u05b4\u05d9\u05ea \u0643\u064e\u062a\u064e\u0628\u064e</p>",
               "\u05e2\u05b4\u05d1\u05b0\u05e8\u05b4\u05d9\u05ea \u0643\u064e\u062a\u064e\u0628\u064e", "points and vowels stay");
    are_blocks("<p><a href=1>\u0627\u0644\u0631\u0626\u064a\u0633\u064a\u0629</a><a href=2>\u0623\u062e\u0628\u0627\u0631</a></p>",
               "\u0627\u0644\u0631\u0626\u064a\u0633\u064a\u0629 \u0623\u062e\u0628\u0627\u0631", "links are apart");
    are_blocks("<p>\u05e9<b>\u05dc</b>\u05d5\u05dd</p>", "\u05e9\u05dc\u05d5\u05dd", "letters in tags are not");
}

static void test_composition(void)
{
    are_blocks("<p>Tie\u0302\u0301ng Vie\u0302\u0323t</p>", "Ti\u1ebfng Vi\u1ec7t", "Vietnamese");
    are_blocks("<p>Tie&#770;&#769;ng</p>", "Ti\u1ebfng", "marks written as references");
    are_blocks("<p>Vi<b>e</b>\u0302\u0323t \u00ade\u00ad\u0301</p>", "Vi\u1ec7t \u00e9", "marks behind tags and soft hyphens");
    are_blocks("<p>\u0928\u0940\u0932\u093c \u0958\u0932\u092e</p>", "\u0928\u0940\u0932\u093c \u0915\u093c\u0932\u092e",
               "Devanagari");
    struct ws_blocks b = blocks_of("<p>Tie\u0302\u0301ng Vie\u0302\u0323t <b>\u1ec7</b></p><p>Ti\u1ebfng Vi\u1ec7t <b>e\u0302\u0323</b></p>");
    OK(b.n == 2 && b.v[0].chars == 10 && b.v[1].chars == 10 && b.v[0].words == 3 && b.v[1].words == 3 &&
           b.v[1].bold_chars == 1,
       "decomposed letters count like composed ones");
    are_blocks("<p>abc</p><p>e\u0301</p><p>def <b>a\u0308</b>x</p><p>\u00e9 \u2192 a\u0308</p><p>\u2192 o\u0308</p><p>end</p>",
               "abc|\u00e9|def \u00e4x|\u00e9 \u2192 \u00e4|\u2192 \u00f6|end", "texts among others that stay as they are");
}

static void test_ruby(void)
{
    are_blocks("<p>\u7c73<ruby>\u6f22<rt>\u304b\u3093</rt>\u5b57<rt>\u3058</rt></ruby>\u3092</p>",
               "\u7c73\u6f22\u5b57\u3092", "ruby");
    are_blocks("<ruby>\u6f22\u5b57<rp>(</rp><rt>\u304b\u3093\u3058</rt><rp>)</rp></ruby>\u306f", "\u6f22\u5b57\u306f",
               "without parentheses");
    are_blocks("<ruby><rb>\u6771<rb>\u4eac<rt>\u3068\u3046<rt>\u304d\u3087\u3046</ruby>\u90fd", "\u6771\u4eac\u90fd",
               "end tags left out");
    are_blocks("<ruby><rb>\u6771</rb><rt>\u3068\u3046</rt><rtc><rt>east</rt></rtc></ruby>\u90fd", "\u6771\u90fd",
               "two annotations");
}

static void test_seams(void)
{
    are_blocks("<span>Prep Time</span><span>13 hours</span>", "Prep Time 13 hours", "a number in the next element");
    are_blocks("<span>\u20ac25</span><span>Build</span>", "\u20ac25 Build", "a word behind a number");
    are_blocks("<span>\u0417\u0434\u043e\u0440\u043e\u0432\u044c\u0435</span><span>\u041c\u0443\u0436</span>",
               "\u0417\u0434\u043e\u0440\u043e\u0432\u044c\u0435 \u041c\u0443\u0436", "capitals of other scripts");
    are_blocks("<b>NEMO</b><span>Aurora</span>", "NEMO Aurora", "a word behind capitals");
    are_blocks("<li><span>12</span>Heat the oven</li>", "12 Heat the oven", "the number of a step");
    are_blocks("<li><b>3</b>rd place</li>", "3rd place", "but not one that goes on");
    are_blocks("<li>In <b>3</b>D</li>", "In 3D", "nor one in a sentence");
    are_blocks("<li>A<b>4</b>Paper</li>", "A4Paper", "nor behind a letter");
    are_blocks("<i>H</i><i>E</i><i>L</i><i>L</i><i>O</i>", "HELLO", "letters one by one");
    are_blocks("<span>Pros:</span><b>Cheap</b>", "Pros: Cheap", "behind a colon");
    are_blocks("<p>H<sub>2</sub>O, 1<sup>st</sup>, 10<sup>15</sup>, cyber<sup>1</sup></p>", "H2O, 1st, 1015, cyber1",
               "indices stay where they are");
    are_blocks("<p><span>5</span>G <b>A</b>4 i<b>Phone</b></p>", "5G A4 iPhone", "letters and digits of one word");
    are_blocks("<p>by <time>10:00</time>, (<time>now</time>)</p>", "by 10:00, (now)", "no blanks next to punctuation");
    are_blocks("<p>see <x-link>this</x-link>. <st1:city>London</st1:city>'s</p>", "see this. London's", "nor of unknown tags");
    are_blocks("<p>text<svg></svg>. more<video></video>text</p>", "text. more text", "nor of pictures");
    are_blocks("<p>Trending on<img src=x>this week</p>", "Trending on this week", "an image parts words");
    are_blocks("<code>a</code><code>B</code>", "aB", "code is verbatim");
    are_blocks("<code>CellLayout</code>DataFunc, <var>x</var>Y", "CellLayoutDataFunc, xY", "and what stands at it");
    are_blocks("<p>foo<!-- -->bar<script>x</script>baz</p>", "foobarbaz", "comments and scripts part nothing");
    are_blocks("<p>(<a href=1>a</a>)<a href=2>b</a><a href=3>c</a>,</p>", "(a)b c,", "links and punctuation");
    are_blocks("<p>&amp;lt;b&amp;gt; &amp;amp;amp; &lt;i&gt;</p>", "&lt;b&gt; &amp;amp; <i>", "references are decoded once");
}

static void test_mail(void)
{
    uint8_t out[WS_MAIL_MAX];
    are_blocks("<p>Write to <a href='/cdn-cgi/l/email-protection' class='__cf_email__' "
               "data-cfemail='422b2c242d022730236f2a2d2f276c2d3025'>[email&#160;protected]</a>.</p>",
               "Write to info@era-home.org.", "Cloudflare's addresses");
    are_blocks("<p><span data-cfemail='422b2c242d022730236f2a2d2f276c2d3025'></span></p>", "info@era-home.org",
               "with nothing else in the block");
    are_blocks("<p><span data-cfemail='zz'>[email protected]</span></p>", "[email protected]", "a broken one");
    IS_INT(ws_mail_decode(SLICE(""), out), 0, "no digits");
    IS_INT(ws_mail_decode(SLICE("00"), out), 0, "a key only");
    IS_INT(ws_mail_decode(SLICE("0061406"), out), 0, "half a byte");
    IS_INT(ws_mail_decode(SLICE("00616263"), out), 0, "no at sign");
    IS_INT(ws_mail_decode(SLICE("00610a40"), out), 0, "a control character");
    IS_INT(ws_mail_decode(SLICE("00614062"), out), 3, "the shortest");
}

int main(void)
{
    begin_blocks();
    test_joiners();
    test_invisible();
    test_line_ends();
    test_repair();
    test_bidi();
    test_composition();
    test_ruby();
    test_seams();
    test_mail();
    end_blocks();
    return tap_done();
}
