/* metadata_sources.h - where metadata are looked up; what the metadata*.c files share. */
#ifndef WARCSIFT_METADATA_SOURCES_H
#define WARCSIFT_METADATA_SOURCES_H

#include "pipeline/extract/blocks/blocks.h"
#include "pipeline/extract/metadata/json_ld.h"
#include "warcsift/article.h"

#define WS_MAX_ITEMS                                                                           \
    512 /* elements of a page that are marked up by attribute; more are not looked at */
#define WS_NO_BLOCK  UINT32_MAX
#define WS_META_KEYS 512

struct ws_sources {
    const struct ws_tree *tree;
    const struct ws_blocks *blocks;
    const struct ws_page *page;
    struct ws_arena *arena;
    struct ws_json_ld ld;
    uint32_t items[WS_MAX_ITEMS]; /* nodes with itemprop, property or rel, and time elements, in
                                     order */
    size_t n_items;
    uint32_t props[WS_MAX_ITEMS]; /* those of them with itemprop or property */
    size_t n_props;
    uint64_t meta_keys[WS_META_KEYS / 64]; /* a set of what the keys of the meta elements may be; ws_meta_next() */
    uint16_t *named;      /* by look: what ws_named() found out; 0: not asked yet */
    uint32_t h1, h1_end;  /* all h1 elements are from this node (0: there is none) to before that one */
    uint32_t headline; /* block of the title; WS_NO_BLOCK: in none, or not known yet */
};

/* false: no memory. */
WS_MUST_USE bool ws_sources_open(struct ws_sources *s, const struct ws_tree *t,
                                 const struct ws_blocks *b, const struct ws_page *page,
                                 struct ws_arena *arena);

/* Lists of names below are C strings one after the other, ended by an empty one: "a\0b\0". */

/* White space collapsed to one line, what is never shown left out, in NFC. {NULL, 0} when nothing is
 * left. */
struct ws_slice ws_one_line(struct ws_arena *arena, struct ws_slice s);
/* The same with character references decoded: for attributes and JSON-LD. */
struct ws_slice ws_clean(struct ws_arena *arena, struct ws_slice raw);

/* Value of the first meta with one of these keys, in the order of the keys; clean. */
struct ws_slice ws_meta(const struct ws_sources *s, const char *keys);
/* The same from *at on, for keys that come more than once; *at moves behind it. */
struct ws_slice ws_meta_next(const struct ws_sources *s, const char *key, size_t *at);
/* href of the first link, or a element when body is set, with that rel; as written. */
struct ws_slice ws_rel(const struct ws_sources *s, const char *rel, bool body);

/* Is word one of the blank-separated words of s (ASCII letters in either case)? */
bool ws_has_word(struct ws_slice s, const char *lower);

/* The first element of the body with that itemprop or RDFa property (prefixes like schema: do
 * not count), outside of comments and teasers, from props[*at] on; *at moves behind it. 0:
 * none. */
uint32_t ws_item(const struct ws_sources *s, const char *prop, size_t *at);
uint32_t ws_item_anywhere(const struct ws_sources *s, const char *prop, size_t *at); /* inside of them, too */
/* Its value: content, datetime, address (of link, a, img), else its text; clean. */
struct ws_slice ws_item_value(const struct ws_sources *s, uint32_t node);
struct ws_slice ws_microdata(const struct ws_sources *s, const char *prop); /* both */

/* The block that a node is in or that comes next. */
uint32_t ws_block_at(const struct ws_blocks *b, uint32_t node);

/* All text in node, on one line; cut after a few hundred bytes. */
struct ws_slice ws_text_in(const struct ws_sources *s, uint32_t node);

/* What the words in class, id, itemprop and rel of an element say; a word is a run of letters, or parts of
 * it that begin like "Bar" in "sideBar". */
enum ws_says {
    WS_SAYS_FOREIGN = 0x01, /* comments, teasers; also by its itemtype */
    WS_SAYS_ASIDE = 0x02, /* navigation or aside, which may be the article's own; also by its tag */
    WS_SAYS_DATE = 0x04,
    WS_SAYS_ABOUT = 0x08, /* a line about the article: author, date and more */
    WS_SAYS_AUTHOR = 0x10,
    WS_SAYS_JOB = 0x20,       /* what the author does */
    WS_SAYS_PUBLISHED = 0x40, /* of a date */
    WS_SAYS_UPDATED = 0x80,
    WS_SAYS_SIDEBAR = 0x100,
    WS_SAYS_FOOTER = 0x200 /* also by its tag */
};

/* Several of enum ws_says, and other bits. */
unsigned ws_named(const struct ws_sources *s, uint32_t node);

/* Is node, or something around it that does not hold the headline, too, called one of these? A footer in the
 * article that holds the headline is called none. */
bool ws_stands_in(const struct ws_sources *s, uint32_t node, unsigned says);
/* Does it stand in something foreign or a sidebar? */
bool ws_is_foreign(const struct ws_sources *s, uint32_t node);
/* Or in an aside? */
bool ws_is_aside(const struct ws_sources *s, uint32_t node);

/* Absolute http(s) address of ref, as seen from the page and its base element. {NULL, 0}: none. */
struct ws_slice ws_absolute(const struct ws_sources *s, struct ws_slice ref);

static inline struct ws_slice ws_orelse(struct ws_slice a, struct ws_slice b)
{
    return a.n ? a : b;
}
bool ws_is_address(
    struct ws_slice s); /* something that begins like a URL or is an e-mail address */
bool ws_same(struct ws_slice a, struct ws_slice b);

/* ---- the fields that take more than a look-up ---- */

struct ws_slice ws_find_title(struct ws_sources *s,
                              struct ws_slice site); /* also sets s->headline */
struct ws_slice ws_find_author(const struct ws_sources *s, struct ws_slice site);
/* false: no memory. */
WS_MUST_USE bool ws_find_dates(const struct ws_sources *s, struct ws_slice *published,
                               struct ws_slice *modified);

#endif
