/* features.h - what the model sees of a block: numbers, the same for training and for use.
 *
 * Computed in a few linear passes over the page: sums over containers (backward over the holders),
 * distances and marks from ancestors (forward); then, when a model asks for them, panel by panel, so that a
 * panel does not leave the nearest cache before it has been read. Nothing here looks at the words
 * of a language but through lexicon.h, and word counts come from text.h, so scripts without blanks are
 * treated like the others. Definitions follow the block-model studies of Kohlschuetter (2010), dragnet
 * (2013) and readability's candidate scoring. */
#ifndef WARCSIFT_FEATURES_H
#define WARCSIFT_FEATURES_H

#include "pipeline/extract/blocks/blocks.h"
#include "pipeline/extract/features/columns.h"
#include "pipeline/extract/features/odds.h"
#include "pipeline/extract/lexicon/lexicon.h"

/* Ancestor elements whose distance counts: X(tag). Distance in block-level elements, 0 the block's own. */
#define WS_NEAR_TAGS(X)                                                                            \
    X(LI) X(BLOCKQUOTE) X(PRE) X(FIGURE) X(DL) X(HEADER) X(ASIDE) X(ARTICLE) X(MAIN) X(SECTION) X(DETAILS)

/* Markup classes whose distance counts. */
#define WS_NEAR_MARKS(X) X(COMMENT) X(RELATED) X(SHARE) X(CAPTION) X(HIDDEN) X(TITLE)

#define WS_NEAR_MAX 20 /* distance when there is no such ancestor, or none so near */

/* Containers looked at: the n-th block-level element above the block's own. */
#define WS_LEVELS(X) X(0) X(1) X(2) X(3) X(5) X(7)

/* X(name, what it is). Shares are 0..1; logs are log2(1 + x); -1: does not apply. */
#define WS_BLOCK_FEATURES(X)                                                                       \
    X(WORDS, "log words")                                                                          \
    X(CHARS_PER_WORD, "characters per word")                                                       \
    X(LINK_DENSITY, "share of characters in links")                                                \
    X(PUNCT, "sentence punctuation per word")                                                      \
    X(ENDS_STOP, "ends in a stop")                                                                 \
    X(UPPER, "share of ASCII capitals")                                                            \
    X(BREAKS, "line breaks")                                                                       \
    X(BOLD, "share of bold characters")                                                            \
    X(BUTTON, "share of characters in buttons and labels")                                         \
    X(HIDDEN, "hidden by attribute or style")                                                      \
    X(COPIES, "blocks of the page with this text")                                                 \
    X(CUE_BYLINE, "byline phrases")                                                                \
    X(CUE_GIVE, "phrases that ask for money")                                                      \
    X(PHRASES, "what all phrases say, per clause")                                                 \
    X(WEAK_NEAR, "prompt phrases and weak words in the block and two before and behind, per block") \
    X(WEAK_CONTAINER, "weak words per word of the container above")                                \
    X(WE, "words by which the publisher speaks of itself, share")                                  \
    X(APPEAL_WIDE, "appeal phrases and amounts of money in the block and two before and behind, per block") \
    X(HEADING_LEVEL, "1..6, 0 no heading")                                                         \
    X(DEPTH, "block-level elements above")                                                         \
    X(POSITION, "blocks before, share")                                                            \
    X(BLOCKS_BEFORE, "log blocks before")                                                          \
    X(BLOCKS_BEHIND, "log blocks behind")                                                          \
    X(TEXT_BEFORE, "share of the page's unlinked words before")                                    \
    X(TITLE_SIM, "words shared with the title, of all words of both")                              \
    X(DESCRIPTION, "words shared with the page's description, of the block's")                     \
    X(FROM_TITLE, "blocks since the block most like the title")                                    \
    X(FROM_H1, "blocks since the first h1")                                                        \
    X(FROM_HEADING, "blocks since the last heading")                                               \
    X(LAST_HEADING_LEVEL, "level of the last heading")                                             \
    X(SIG_COUNT, "log blocks with the same tag and class path")                                    \
    X(SIG_SHARE, "their share of the unlinked words")                                              \
    X(SIG_WORDS, "log words per such block")                                                       \
    X(ROW_COUNT, "log items of the outermost row of like elements around the block")               \
    X(ROW_SHARE, "its share of the unlinked words")                                                \
    X(ROW_WORDS, "log unlinked words per item")                                                    \
    X(ROW_LINKS, "link density")                                                                   \
    X(ROW_BLOCKS, "log blocks per item")                                                           \
    X(ROW_HEADED, "share of items that hold a heading")                                            \
    X(INNER_COUNT, "the same of the innermost row")                                                \
    X(INNER_SHARE, "its share of the unlinked words")                                              \
    X(INNER_WORDS, "log unlinked words per item")                                                  \
    X(INNER_LINKS, "link density")                                                                 \
    X(INNER_BLOCKS, "log blocks per item")                                                         \
    X(IN_ITEM, "blocks since the item began, -1: no item")                                         \
    X(BELOW_TOP, "block-level elements up to the deepest container with 60 % of the paragraph words, -1 outside") \
    X(IN_BEST, "inside readability's best container")                                              \
    X(LCA_SHARE, "share of the unlinked words in the deepest container that has the longest block, too") \
    X(LCA_LINKS, "that container's link density")                                                  \
    X(FROM_LONGEST, "blocks since the longest block")                                              \
    X(WORDS_OF_LONGEST, "words, as a share of the longest block's")                                \
    X(PREV_WORDS, "log words of the block before")                                                 \
    X(PREV_LINKS, "its link density")                                                              \
    X(NEXT_WORDS, "log words of the block behind")                                                 \
    X(NEXT_LINKS, "its link density")                                                              \
    X(NEXT_SAME, "the block behind has the same tag and class path")

/* Log-odds that tables of odds.h give to the names of a block's elements and to its words. The path is the
 * block-level elements from the root down to the block's own. */
#define WS_ODDS_FEATURES(X)                                                                        \
    X(NAMES_0, "sum over the names of the block's element")                                        \
    X(NAMES_1, "of the block-level element above")                                                 \
    X(NAMES_2, "of the one above that")                                                            \
    X(NAMES_3, "of the one above that")                                                            \
    X(NAMES_NEAR, "of these four")                                                                 \
    X(NAMES_PATH, "of the path")                                                                   \
    X(NAMES_LEAST_SUM, "least sum of an element of the path")                                      \
    X(NAMES_MOST_SUM, "greatest one")                                                              \
    X(NAMES_LEAST, "least of all names of the path")                                               \
    X(NAMES_MOST, "greatest one")                                                                  \
    X(NAMES_PATH_MIN, "sum over the path of each element's least name")                            \
    X(NAMES_MIN_0, "least name of the block's element")                                            \
    X(NAMES_MAX_0, "greatest one")                                                                 \
    X(NAMES_MIN_1, "least name of the element above")                                              \
    X(NAMES_INLINE, "sum over the inline elements around the first text")                          \
    X(NAMES_INLINE_MIN, "least sum of one of them")                                                \
    X(TEXT_MEAN, "mean over the words")                                                            \
    X(TEXT_SUM, "sum of words and pairs by the root of the words")                                 \
    X(TEXT_PREV, "mean of the block before")                                                       \
    X(TEXT_NEXT, "mean of the block behind")                                                       \
    X(TEXT_WIDE, "mean of three blocks before and behind and the block")                           \
    X(TEXT_CONTAINER, "mean of the first blocks of the container above")                           \
    X(TEXT_HEADING, "mean of the last heading")                                                    \
    X(TEXT_HEADING_WHOLE, "of its whole text")                                                     \
    X(PROMPT_MEAN, "of articles against prompts: mean over words and pairs")                       \
    X(PROMPT_OFF, "the same less that of all blocks of text of the page")

#define WS_PAGE_FEATURES(X)                                                                        \
    X(PAGE_WORDS, "log words of the page")                                                         \
    X(PAGE_BLOCKS, "log blocks")                                                                   \
    X(PAGE_LINKS, "link density")                                                                  \
    X(PAGE_PARAGRAPHS, "share of words in paragraphs of ten words and more")                       \
    X(PAGE_ARTICLES, "log article elements")                                                       \
    X(PAGE_MAIN, "has a main element or role")                                                     \
    X(PAGE_LONGEST, "log words of the longest block")                                              \
    X(PAGE_TOP_SHARE, "share of the unlinked words in the deepest 60 % container")                 \
    X(PAGE_TOP_LINKS, "link density of that container")                                            \
    X(PAGE_SIG_MAX, "largest share of unlinked words with one tag and class path")                 \
    X(PAGE_REPEATS, "log blocks of the most repeated path with eight words a block")               \
    X(PAGE_LISTED, "share of words in lists")                                                      \
    X(PAGE_CELLS, "share of words in table cells")                                                 \
    X(PAGE_DIVS, "share of words directly in divs")                                                \
    X(PAGE_MONEY, "share of blocks with an amount of money")                                       \
    X(PAGE_DATES, "share of blocks with a year or clock time")                                     \
    X(PAGE_FORUM, "share of words under forum markup")                                             \
    X(PAGE_COMMENTS, "share of words under comment markup")                                        \
    X(PAGE_OG, "og:type")                                                                          \
    X(PAGE_LD, "kind of page that JSON-LD names")                                                  \
    X(PAGE_ROW_COUNT, "log items of the row with the most words")                                  \
    X(PAGE_ROW_SHARE, "its share of the unlinked words")                                           \
    X(PAGE_ROW_WORDS, "log unlinked words per item")                                               \
    X(PAGE_ROW_LINKED, "share of its items with a block that is a link")

enum ws_feature {
#define X(name, what) WS_F_##name,
    WS_BLOCK_FEATURES(X)
    WS_ODDS_FEATURES(X)
#undef X
#define X(tag) WS_F_NEAR_##tag,
    WS_NEAR_TAGS(X)
#undef X
#define X(mark) WS_F_MARK_##mark,
    WS_NEAR_MARKS(X)
#undef X
#define X(level)                                                                                   \
    WS_F_SHARE_##level, WS_F_COUNT_##level, WS_F_LINKS_##level, WS_F_PARAS_##level,
    WS_LEVELS(X)
#undef X
#define X(name, what) WS_F_##name,
    WS_PAGE_FEATURES(X)
#undef X
    WS_F_COUNT
};

const char *ws_feature_name(unsigned f);

struct ws_survey;
struct ws_features_page;

/* What the features of the blocks of a page are made from; NULL without blocks. */
struct ws_features {
    const struct ws_blocks *blocks;
    const struct ws_survey *survey;
    const struct ws_features_page *page;
};

/* WS_F_COUNT columns: of the blocks from panel * WS_PANEL on. */
void ws_features_panel(const struct ws_features *f, uint32_t panel, struct ws_column *out);

/* One that all blocks share. */
float ws_page_feature(const struct ws_features *f, enum ws_feature feature);

/* title: of the page, may be empty. Everything lives in arena. false: no memory. */
WS_MUST_USE bool ws_features_compute(const struct ws_tree *t, const struct ws_blocks *blocks,
                                     struct ws_slice title, const struct ws_odds *odds,
                                     struct ws_arena *arena, struct ws_features *out);

#endif
