/* scan.h - where the tokens of an HTML page end: tags, comments, raw text, svg and math.
 * The tokenizer states of WHATWG HTML, 13.2.5, as far as they decide that. Private to the room.
 *
 * Linear in the page: what was looked for in vain, or found far ahead, is remembered.
 * A construct that never ends must not swallow the page: what happens instead is said at each
 * function. */
#ifndef WARCSIFT_SCAN_H
#define WARCSIFT_SCAN_H

#include "pipeline/page/avx2.h"
#include "pipeline/page/bytes.h"
#include "pipeline/page/names.h"
#include "pipeline/page/tree.h"

#include <string.h>

/* Where a search began and what it found; the answer holds for all starts in between. */
struct ws_scan_found {
    const uint8_t *from; /* NULL: not searched yet */
    const uint8_t *at;   /* end of the page: none */
};

struct ws_scan {
    const uint8_t *page, *end;
    struct ws_scan_found end_tag[WS_NAME_COUNT];
    struct ws_scan_found quote[2];    /* of " and of ': remembered only when there is none */
    struct ws_scan_found comment_end; /* likewise */
    unsigned misses; /* searches of foreign content and scripts that may still run to the end in
                        vain */
    bool wide; /* the processor has AVX2 */
};

static inline const uint8_t *ws_find_byte(const uint8_t *p, const uint8_t *end, int c)
{
    return p < end ? memchr(p, c, (size_t)(end - p)) : NULL;
}

static inline bool ws_scan_is_known(const struct ws_scan_found *f, const uint8_t *p)
{
    return f->from && f->from <= p && p <= f->at;
}

void ws_scan_init(struct ws_scan *s, struct ws_slice page);

struct ws_scan_tag {
    struct ws_slice str; /* name as written */
    unsigned name;       /* as of ws_name_lookup() */
    bool self_closing;
    unsigned n_attrs;
    uint64_t seen;         /* set of their names */
    const uint8_t *page;   /* that attrs point into */
    struct ws_attr *attrs; /* WS_ATTR_COUNT of the caller's; kept names only, the first of equal ones */
};

static inline struct ws_slice ws_scan_value(const struct ws_scan_tag *tag, unsigned i)
{
    return (struct ws_slice){tag->page + tag->attrs[i].at, tag->attrs[i].n};
}

static inline bool ws_scan_has(const struct ws_scan_tag *tag, enum ws_attr_name name)
{
    return tag->seen >> name & 1;
}

/* Value of an attribute; {NULL, 0} when absent; p is not NULL when present and empty. */
static inline struct ws_slice ws_scan_attr(const struct ws_scan_tag *tag, enum ws_attr_name name)
{
    unsigned i = 0;
    if (!ws_scan_has(tag, name))
        return (struct ws_slice){NULL, 0};
    while (tag->attrs[i].name != name)
        i++;
    return ws_scan_value(tag, i);
}

/* Reads the tag at p ("<x" or "</x"). Returns the byte behind it, NULL when the page ends
 * inside. A quote that never closes is none: the tag then ends at the first '>' behind it. */
const uint8_t *ws_scan_tag_plain(struct ws_scan *s, const uint8_t *p, struct ws_scan_tag *tag);
const uint8_t *ws_scan_tag_avx2(struct ws_scan *s, const uint8_t *p, struct ws_scan_tag *tag);
static inline const uint8_t *ws_scan_tag(struct ws_scan *s, const uint8_t *p, struct ws_scan_tag *tag)
{
#ifdef WS_AVX2
    if (s->wide)
        return ws_scan_tag_avx2(s, p, tag);
#endif
    return ws_scan_tag_plain(s, p, tag);
}

/* The byte behind the comment, doctype or other markup at p ("<!", "<?", "</" and no letter).
 * A comment that never ends goes to the next '<' or '>', or to the end of the page. */
const uint8_t *ws_scan_markup(struct ws_scan *s, const uint8_t *p);

/* The first end tag of that name at or behind p, NULL when there is none. */
const uint8_t *ws_scan_find_end(struct ws_scan *s, const uint8_t *p, unsigned name);

/* The end tag of the script whose content starts at p, NULL when there is none. A script that a
 * nested
 * "<!-- <script>" never lets end (13.2.5.20 to 29) goes to its first end tag. */
const uint8_t *ws_scan_script_end(struct ws_scan *s, const uint8_t *p);

/* The byte behind the svg or math element whose content starts at p. It also ends, like in
 * browsers, in front of HTML elements that break out of it. NULL when it never ends. */
const uint8_t *ws_scan_foreign(struct ws_scan *s, const uint8_t *p, unsigned name);

#endif
