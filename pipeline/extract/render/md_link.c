/* Addresses, alt texts and languages of code: what comes from attributes. */
#include "pipeline/extract/render/md.h"

#include "pipeline/extract/text/text.h"

#include <string.h>

/* --- links and images ----------------------------------------------------------------- */

#define MAX_ADDRESS 2000 /* bytes; longer ones hold data rather than an address */

static bool starts(struct ws_slice s, const char *lower)
{
    size_t n = strlen(lower);
    return s.n >= n && ws_equals_nocase((struct ws_slice){s.p, n}, lower);
}

static bool is_address(struct ws_slice s)
{
    return s.n && s.n <= MAX_ADDRESS && s.p[0] != '#' && !starts(s, "javascript:") &&
           !starts(s, "data:");
}

bool ws_md_is_target(const struct ws_tree *t, uint32_t link)
{
    return is_address(ws_trim_text(ws_node_attr(t, link, WS_ATTR_HREF)));
}

/* "&name;" would be decoded in an address, too. */
static bool is_reference(struct ws_slice s, size_t i)
{
    size_t from = ++i;
    while (i < s.n && (s.p[i] == '#' || (s.p[i] >= '0' && s.p[i] <= '9') ||
                       ((s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z')))
        i++;
    return i > from && i < s.n && s.p[i] == ';';
}

/* Percent-encodes what would end a link destination (6.3) or be read as something else in it. */
void ws_md_target(struct ws_md *w, struct ws_slice s)
{
    static const char HEX[] = "0123456789ABCDEF", ODD[] = " ()<>\\`|$\"";
    ws_md_str(w, "](");
    for (size_t i = 0; is_address(s) && i < s.n; i++) {
        char c[3] = {'%', HEX[s.p[i] >> 4], HEX[s.p[i] & 15]};
        if (s.p[i] < 0x80 && strchr(ODD, s.p[i]))
            ws_md_put(w, c, 3);
        else if (s.p[i] == '&' && is_reference(s, i))
            ws_md_str(w, "&amp;");
        else
            ws_md_put(w, s.p + i, 1);
    }
    ws_md_str(w, ")");
}

/* The first address of a srcset. */
static struct ws_slice first_of(struct ws_slice set)
{
    struct ws_slice s = {set.p, 0};
    while (s.n < set.n && s.p[s.n] > ' ')
        s.n++;
    while (s.n && s.p[s.n - 1] == ',')
        s.n--;
    return s;
}

/* Where an image is. Scripts that load images late put what is to be loaded beside a picture that stands for it. */
static struct ws_slice image_address(struct ws_md *w, uint32_t node)
{
    static const enum ws_attr_name NAMES[] = {WS_ATTR_DATA_SRC, WS_ATTR_DATA_LAZY_SRC, WS_ATTR_SRC,
                                              WS_ATTR_DATA_SRCSET, WS_ATTR_SRCSET};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        struct ws_slice s = ws_md_attr(w, node, NAMES[i]);
        if (NAMES[i] == WS_ATTR_DATA_SRCSET || NAMES[i] == WS_ATTR_SRCSET)
            s = first_of(s);
        if (is_address(s))
            return s;
    }
    return (struct ws_slice){NULL, 0};
}

void ws_md_image(struct ws_md *w, uint32_t node, enum ws_md_mode mode)
{
    struct ws_slice alt = ws_md_attr(w, node, WS_ATTR_ALT), address = image_address(w, node);
    struct ws_md_span s = {alt.p,
                           alt.p + alt.n,
                           alt.p,
                           alt.p + alt.n,
                           mode == WS_MD_CELL ? WS_MD_CELL : WS_MD_LINE,
                           address.n > 0,
                           false};
    ws_md_str(w, address.n ? "![" : "");
    ws_md_escape(w, &s);
    if (address.n)
        ws_md_target(w, address);
}

/* --- language of code ----------------------------------------------------------------- */

static bool is_language(struct ws_slice s)
{
    static const char *const NONE[] = {"none",    "plain", "plaintext", "text",  "txt",
                                       "default", "auto",  "nohighlight", "notranslate"};
    if (!s.n || s.n > 20)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= 0x80 || s.p[i] <= ' ' || strchr("`~\\<>&\"'|*_[]{}();:,", s.p[i]))
            return false;
    for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++)
        if (ws_equals_nocase(s, NONE[i]))
            return false;
    return true;
}

static struct ws_slice next_token(struct ws_slice *rest)
{
    while (rest->n && rest->p[0] <= ' ')
        *rest = (struct ws_slice){rest->p + 1, rest->n - 1};
    struct ws_slice token = {rest->p, 0};
    while (token.n < rest->n && rest->p[token.n] > ' ' && rest->p[token.n] != ';')
        token.n++;
    size_t used = token.n + (token.n < rest->n);
    *rest = (struct ws_slice){rest->p + used, rest->n - used};
    return token;
}

/* Prism, highlight.js and HTML's own advice; google-code-prettify; GitHub; Sphinx; Org; MediaWiki;
 * and "brush: x;" of SyntaxHighlighter, "sourceCode x" of pandoc, "hljs x": where the next word tells. */
static const char *const PREFIXES[] = {"language-", "lang-",           "highlight-source-",
                                       "brush:",    "highlight-text-", "highlight-",
                                       "src-",      "language:",       "mw-highlight-lang-"};
static const char *const AHEAD[] = {"brush:", "sourcecode", "hljs", "highlight"};

#define CLASS_BYTES 400 /* of a class that says something */

/* figure: it names a figure, where Hexo has "highlight x". Elsewhere all kinds of words follow that. */
static struct ws_slice language_in(struct ws_slice class, bool figure)
{
    bool ahead = false;
    class.n = class.n < CLASS_BYTES ? class.n : CLASS_BYTES;
    while (class.n) {
        struct ws_slice token = next_token(&class);
        for (size_t i = 0; i < sizeof PREFIXES / sizeof *PREFIXES; i++) {
            size_t n = strlen(PREFIXES[i]);
            if (!starts(token, PREFIXES[i]))
                continue;
            struct ws_slice rest = {token.p + n, token.n - n};
            if (is_language(rest))
                return rest;
        }
        bool next = false;
        for (size_t i = 0; i < sizeof AHEAD / sizeof *AHEAD - !figure; i++)
            next |= ws_equals_nocase(token, AHEAD[i]);
        if (ahead && !next && is_language(token))
            return token;
        ahead = next;
    }
    return (struct ws_slice){NULL, 0};
}

/* What the attributes of an element say. */
static struct ws_slice language_of(const struct ws_tree *t, uint32_t node)
{
    static const enum ws_attr_name NAMES[] = {WS_ATTR_DATA_LANG, WS_ATTR_DATA_LANGUAGE,
                                              WS_ATTR_SYNTAX};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        struct ws_slice lang = ws_node_attr(t, node, NAMES[i]);
        if (is_language(lang))
            return lang;
    }
    return language_in(ws_node_attr(t, node, WS_ATTR_CLASS), t->nodes[node].tag == WS_TAG_FIGURE);
}

#define LEVELS_ABOVE 3 /* the pre, not counting a table that has line numbers beside it */
#define TABLE_LEVELS 4

static bool is_in_table(enum ws_tag tag)
{
    return tag == WS_TAG_TD || tag == WS_TAG_TR || tag == WS_TAG_TBODY || tag == WS_TAG_TABLE;
}

struct ws_slice ws_md_language(const struct ws_structure *o, const struct ws_block *b)
{
    const struct ws_tree *t = o->t;
    uint32_t code = b->pre ? o->at[b->node].pre : o->at[b->first].code;
    int above = 0, of_table = 0;
    for (uint32_t node = t->nodes[b->first].parent; node && above <= LEVELS_ABOVE;
         node = t->nodes[node].parent) {
        struct ws_slice lang = language_of(t, node);
        if (lang.n)
            return lang;
        bool beside = is_in_table(t->nodes[node].tag) && of_table < TABLE_LEVELS;
        of_table += above > 0 && beside;
        above += (above > 0 && !beside) || node == code;
    }
    return (struct ws_slice){NULL, 0};
}
