/* survey.h - sums and distances over the containers of a page, which the features of its blocks read.
 * Everything is indexed by holder or by block and lives in the page's arena: of the nodes of a page, one in
 * four is a holder. */
#ifndef WARCSIFT_SURVEY_H
#define WARCSIFT_SURVEY_H

#include "pipeline/extract/features/features.h"
#include "pipeline/extract/features/names.h"

#include <math.h>

/* Whose distance is no feature; select/ and doubt/ ask for it. */
#define WS_NEAR_OTHER_TAGS(X)  X(TD) X(TABLE) X(NAV) X(FOOTER)
#define WS_NEAR_OTHER_MARKS(X) X(SIDE) X(META) X(FORUM)

enum {
#define X(tag) WS_NEAR_TAG_##tag,
    WS_NEAR_TAGS(X)
    WS_NEAR_OTHER_TAGS(X)
#undef X
    WS_NEAR_TAG_COUNT
};

/* Index in ws_near.mark. */
enum {
#define X(mark) WS_NEAR_MARK_##mark = __builtin_ctz(WS_MARK_##mark),
    WS_NEAR_MARKS(X)
    WS_NEAR_OTHER_MARKS(X)
#undef X
};

/* A holder: a block-level element with blocks below it. Sums are over all of these. */
struct ws_element {
    float words, unlinked; /* words; words outside links */
    float para;            /* unlinked words in paragraphs of at least ten words */
    float weak;            /* words that prompts share with reports (struct ws_cues) */
    float score;           /* readability's candidate score */
    uint32_t blocks, first_block;
    uint32_t node;
    uint32_t parent; /* holder above; of the root: 0 */
    uint32_t lca;    /* deepest holder above or equal that also holds the longest block */
    uint32_t look;      /* of the node */
    uint32_t name;      /* hash of tag and class */
    uint32_t signature; /* hash of the names of it and of two holders above */
    uint16_t depth;     /* holders above */
    uint8_t tag;        /* enum ws_tag */
    bool in_top : 1, in_best : 1;
};
_Static_assert(WS_TAG_COUNT <= UINT8_MAX, "tags in a byte");

/* How far above an element (0: itself) the nearest of each tag and mark is; WS_NEAR_MAX: none. */
#define WS_NEAR_BYTES 32 /* a multiple of what vectors hold */
struct ws_near {
    uint8_t tag[WS_NEAR_TAG_COUNT];
    uint8_t mark[WS_MARK_COUNT]; /* by bit of WS_MARK_ */
    uint8_t none[WS_NEAR_BYTES - WS_NEAR_TAG_COUNT - WS_MARK_COUNT];
};

/* One block, beyond what struct ws_block says. */
#define WS_TOKENS_MAX 128 /* words of one block; a longer block is judged by its first words */

#define WS_TOKENS_BEHIND 8

struct ws_measure {
    const uint32_t *word; /* tokens of its words (odds.h), at most WS_TOKENS_MAX */
    uint32_t n_words;
    float unlinked, link_density;
    uint32_t stops, puncts, uppers;
    uint32_t copies;
    uint32_t text_hash;
    struct ws_cues cues;
    uint32_t quoted; /* such phrases inside quotation marks, which cues does not have */
    float title_sim;
    float described; /* share of its words that the page's description has, too */
    uint8_t heading; /* 1..6, 0: none */
    bool ends_stop, ends_colon, ends_comma, separators, money, year, question;
    uint32_t sig; /* number of the signature of its element, in order of appearance */
    uint32_t sig_count;
    float sig_words, sig_log_words; /* unlinked ones of all these blocks; ws_log1() of the mean */
};

struct ws_survey {
    const struct ws_tree *t;
    const struct ws_blocks *b;
    const struct ws_names *names;
    struct ws_element *holder; /* in order of their nodes; the root first */
    struct ws_near *nearest;   /* by holder */
    uint32_t n_holders;
    const uint32_t *at; /* by block: the holder that it stands in */
    uint32_t articles; /* such elements, with blocks or without */
    bool has_main;     /* there is such an element */
    struct ws_measure *m;  /* by block */
    const uint32_t *word;  /* tokens of the words of all blocks; another is before the first, WS_TOKENS_BEHIND behind */
    size_t n_words;
    uint32_t n_sigs;       /* distinct signatures of blocks */
    float words, unlinked, para; /* of the page, at least 1 */
    uint32_t longest;            /* block with the most unlinked words */
    uint32_t top;                /* deepest holder with 60 % of the paragraph words */
    uint32_t best;               /* holder that is readability's candidate */
    uint32_t most_titled;        /* block most like the title, or UINT32_MAX */
    uint32_t first_h1;           /* block, or UINT32_MAX */
};

/* The innermost holder of a block. */
static inline const struct ws_element *ws_holder_of(const struct ws_survey *s, uint32_t block)
{
    return &s->holder[s->at[block]];
}

/* The one above that. */
static inline const struct ws_element *ws_box_of(const struct ws_survey *s, uint32_t block)
{
    return &s->holder[ws_holder_of(s, block)->parent];
}

static inline const struct ws_near *ws_near_of(const struct ws_survey *s, uint32_t block)
{
    return &s->nearest[s->at[block]];
}

#define WS_NEAR_ITEM 4 /* elements between a list or a table and what it holds */

/* Items of lists say much in few words, and look alike. */
static inline bool ws_is_item(const struct ws_survey *s, uint32_t block)
{
    return ws_near_of(s, block)->tag[WS_NEAR_TAG_LI] < WS_NEAR_ITEM;
}

static inline const struct ws_name *ws_name_of_holder(const struct ws_survey *s, const struct ws_element *e)
{
    return ws_name_of_look(s->names, e->look, e->node);
}

static inline float ws_weak_cues(const struct ws_cues *c)
{
    return (float)(c->press + c->urgent + c->money);
}

#define WS_CLAUSE      12 /* words: what one phrase is measured against */
#define WS_SHORT_BLOCK 6  /* words: a shorter block counts as one of so many */

/* Phrases, and what only strengthens them: words that reports use, too, and who speaks to whom. */
static inline float ws_phrases_per_clause(const struct ws_cues *c, uint32_t words)
{
    float phrases = (float)(c->appeal + c->link + c->legal) + 0.8f * (float)c->author;
    float persons = (float)(c->you + c->we);
    float all = phrases + 0.4f * ws_weak_cues(c) + 0.3f * (persons < 3 ? persons : 3);
    return phrases > 0 ? all * WS_CLAUSE / (float)(words < WS_SHORT_BLOCK ? WS_SHORT_BLOCK : words) : 0;
}

/* How counts and sizes are measured: doubling is a step of about 1, and 0 stays 0. */
static inline float ws_log1(float x)
{
    return log2f(1 + x);
}

/* b must not be empty. false: no memory. */
WS_MUST_USE bool ws_survey_page(const struct ws_names *names, const struct ws_blocks *b, struct ws_slice title,
                                struct ws_arena *arena, struct ws_survey *s);

#endif
