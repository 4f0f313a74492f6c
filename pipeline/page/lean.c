#include "pipeline/page/lean.h"

#include <string.h>

/* More is given back after a page. */
#define KEEP_BYTES ((size_t)1 << 20)

/* libxml2 counts its input in int. */
#define MAX_BYTES ((size_t)INT32_MAX)

/* An element under its own name could be closed by rules of libxml2 that are not HTML's. */
#define ALIAS_PREFIX "ws-"
/* Elements of no meaning get one name that libxml2 knows, which saves it the error, and tags.h
 * does not. */
#define UNKNOWN_NAME "map"

/* Longer than any tag written here. */
#define TAG_BYTES 48

void ws_lean_init(struct ws_lean *l)
{
    memset(l, 0, sizeof *l);
    ws_buf_init(&l->html, MAX_BYTES);
}

void ws_lean_release(struct ws_lean *l)
{
    ws_buf_release(&l->html);
}

void ws_lean_begin(struct ws_lean *l)
{
    ws_buf_clear(&l->html, KEEP_BYTES);
    l->n = 0;
    /* Or libxml2 2.9 makes up a p around text in front of the first tag. The reader passes over
     * it. */
    l->failed = !ws_buf_append(&l->html, "<body>", sizeof "<body>" - 1);
}

/* ---- names that libxml2 has no rules for ---- */

/* Elements that libxml2 closes at the start tag of others although HTML does not, and those
 * others. From htmlStartClose in its HTMLparser.c (2.9.14; later ones lack ol and ul), without
 * what WHATWG HTML closes too. */
static const uint8_t libxml2_closes[WS_NAME_COUNT][9] = {
    [WS_TAG_A] = {WS_TAG_FIELDSET, WS_TAG_TABLE, WS_TAG_TD, WS_TAG_TH},
    [WS_TAG_ADDRESS] = {WS_TAG_DD, WS_TAG_DL, WS_TAG_DT, WS_TAG_FORM, WS_TAG_LI, WS_TAG_UL},
    [WS_TAG_B] = {WS_TAG_CENTER, WS_TAG_P, WS_TAG_TD, WS_TAG_TH},
    [WS_TAG_BIG] = {WS_TAG_P},
    [WS_TAG_CAPTION] = {WS_TAG_COL},
    [WS_TAG_DIR] = {WS_TAG_DD, WS_TAG_DL, WS_TAG_DT, WS_TAG_FORM, WS_TAG_UL},
    [WS_TAG_DL] = {WS_TAG_FORM, WS_TAG_LI},
    [WS_TAG_DT] = {WS_TAG_DL},
    [WS_TAG_FONT] = {WS_TAG_CENTER, WS_TAG_TD, WS_TAG_TH},
    [WS_TAG_H1] = {WS_TAG_FIELDSET, WS_TAG_FORM, WS_TAG_LI, WS_TAG_P, WS_TAG_TABLE},
    [WS_TAG_H2] = {WS_TAG_FIELDSET, WS_TAG_FORM, WS_TAG_LI, WS_TAG_P, WS_TAG_TABLE},
    [WS_TAG_H3] = {WS_TAG_FIELDSET, WS_TAG_FORM, WS_TAG_LI, WS_TAG_P, WS_TAG_TABLE},
    [WS_TAG_H4] = {WS_TAG_FIELDSET, WS_TAG_FORM, WS_TAG_LI, WS_TAG_P, WS_TAG_TABLE},
    [WS_TAG_H5] = {WS_TAG_FIELDSET, WS_TAG_FORM, WS_TAG_LI, WS_TAG_P, WS_TAG_TABLE},
    [WS_TAG_H6] = {WS_TAG_FIELDSET, WS_TAG_FORM, WS_TAG_LI, WS_TAG_P, WS_TAG_TABLE},
    [WS_TAG_I] = {WS_TAG_CENTER, WS_TAG_P, WS_TAG_TD, WS_TAG_TH},
    [WS_TAG_LEGEND] = {WS_TAG_FIELDSET},
    [WS_TAG_LISTING] = {WS_TAG_DD, WS_TAG_DL, WS_TAG_DT, WS_TAG_FIELDSET, WS_TAG_FORM,
                        WS_TAG_LI, WS_TAG_TABLE, WS_TAG_UL},
    [WS_TAG_MENU] = {WS_TAG_DD, WS_TAG_DL, WS_TAG_DT, WS_TAG_FORM, WS_TAG_UL},
    [WS_TAG_OL] = {WS_TAG_FORM, WS_TAG_UL},
    [WS_TAG_P] = {WS_TAG_CAPTION, WS_TAG_COL, WS_TAG_COLGROUP, WS_TAG_FRAMESET, WS_TAG_TBODY,
                  WS_TAG_TD, WS_TAG_TFOOT, WS_TAG_TH, WS_TAG_TR},
    [WS_TAG_PRE] = {WS_TAG_DD, WS_TAG_DL, WS_TAG_DT, WS_TAG_FIELDSET, WS_TAG_FORM, WS_TAG_LI,
                    WS_TAG_TABLE, WS_TAG_UL},
    [WS_TAG_S] = {WS_TAG_P},
    [WS_TAG_SMALL] = {WS_TAG_P},
    [WS_TAG_SPAN] = {WS_TAG_TD, WS_TAG_TH},
    [WS_TAG_STRIKE] = {WS_TAG_P},
    [WS_TAG_TT] = {WS_TAG_P},
    [WS_TAG_U] = {WS_TAG_P, WS_TAG_TD, WS_TAG_TH},
    [WS_TAG_UL] = {WS_TAG_ADDRESS, WS_TAG_FORM, WS_TAG_MENU, WS_TAG_OL, WS_TAG_PRE},
};

/* Must a new element of that name get an alias where it stands? */
static bool needs_alias(const struct ws_lean *l, enum ws_tag tag)
{
    if (tag == WS_TAG_TEXTAREA || tag == WS_TAG_XMP || tag == WS_TAG_PLAINTEXT)
        return true; /* libxml2 from 2.14 on takes what is in them for raw text */
    if (tag == WS_TAG_NOSCRIPT)
        return true; /* libxml2 lets block-level elements end it */
    if (l->n == 0 || l->open[l->n - 1].alias)
        return false;
    const uint8_t *closing = libxml2_closes[l->open[l->n - 1].tag];
    return memchr(closing, (int)tag, sizeof libxml2_closes[0]) != NULL;
}
_Static_assert(WS_TAG_COUNT <= 256, "tags fit in a byte");

enum ws_tag ws_lean_tag(struct ws_slice name)
{
    const size_t n = sizeof ALIAS_PREFIX - 1;
    if (name.n > n && memcmp(name.p, ALIAS_PREFIX, n) == 0)
        name = (struct ws_slice){name.p + n, name.n - n};
    return ws_tag_by_name(name);
}

/* ---- tags and text ---- */

static bool reserve(struct ws_lean *l, size_t n)
{
    l->failed |= !ws_buf_reserve(&l->html, n);
    return !l->failed;
}

static void put(struct ws_buf *b, const char *str)
{
    size_t n = strlen(str);
    memcpy(b->p + b->n, str, n);
    b->n += n;
}

static void put_number(struct ws_buf *b, uint32_t v)
{
    uint8_t digits[10];
    size_t n = 0;
    do
        digits[n++] = (uint8_t)('0' + v % 10);
    while ((v /= 10) != 0);
    while (n)
        b->p[b->n++] = digits[--n];
}

static uint32_t read_number(const char **p)
{
    uint32_t v = 0;
    for (; **p >= '0' && **p <= '9'; ++*p)
        v = v * 10 + (uint32_t)(**p - '0');
    return v;
}

void ws_lean_attrs(const char *value, uint32_t *at, uint32_t *n)
{
    *at = read_number(&value);
    value += *value == ',';
    *n = read_number(&value);
}

static void put_name(struct ws_buf *b, enum ws_tag tag, bool alias)
{
    if (alias)
        put(b, ALIAS_PREFIX);
    put(b, tag == WS_TAG_UNKNOWN ? UNKNOWN_NAME : ws_name_string(tag));
}

void ws_lean_start(struct ws_lean *l, enum ws_tag tag, uint32_t at, uint32_t n)
{
    struct ws_buf *b = &l->html;
    struct ws_lean_open e = {(uint8_t)tag, needs_alias(l, tag)};
    if (!reserve(l, TAG_BYTES))
        return;
    put(b, "<");
    put_name(b, tag, e.alias);
    if (n) {
        put(b, " a=");
        put_number(b, at);
        put(b, ",");
        put_number(b, n);
    }
    if (ws_name_flags[tag] & WS_TF_VOID) /* libxml2 2.9 does not know wbr and source */
        put(b, n ? " /" : "/");
    else
        l->open[l->n++] = e;
    put(b, ">");
}

void ws_lean_end(struct ws_lean *l)
{
    struct ws_buf *b = &l->html;
    if (!reserve(l, TAG_BYTES))
        return;
    const struct ws_lean_open *e = &l->open[--l->n];
    put(b, "</");
    put_name(b, e->tag, e->alias);
    put(b, ">");
}

void ws_lean_text(struct ws_lean *l, const uint8_t *p, size_t n)
{
    struct ws_buf *b = &l->html;
    const uint8_t *end = p + n;
    while (p < end && !l->failed) {
        const uint8_t *plain = p;
        while (p < end && *p != '&' && *p != '<')
            p++;
        if (!reserve(l, (size_t)(p - plain) + sizeof "&amp;"))
            return;
        memcpy(b->p + b->n, plain, (size_t)(p - plain));
        b->n += (size_t)(p - plain);
        if (p < end)
            put(b, *p++ == '&' ? "&amp;" : "&lt;");
    }
}
