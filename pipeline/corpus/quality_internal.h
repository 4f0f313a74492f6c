/* quality_internal.h - between quality*.c. */
#ifndef WARCSIFT_QUALITY_INTERNAL_H
#define WARCSIFT_QUALITY_INTERNAL_H

#include "pipeline/corpus/chars.h"
#include "pipeline/corpus/quality.h"
#include "pipeline/corpus/table.h"
#include "pipeline/corpus/words.h"

struct ws_quality {
    const struct ws_quality_rules *rules;
    struct ws_quality_result *r;
    struct ws_slice text; /* as it is now */
    bool failed;          /* out of memory */

    struct ws_words *words, *line_words; /* of the text; of a line alone */
    const struct ws_word *list;          /* NULL: not split, or the text is another since */
    size_t n, n_tokens; /* words in the list; of the text as it is now, if is_counted */
    bool is_counted;

    struct ws_table table;   /* lines; words; n-grams */
    uint32_t *ids, *at;      /* candidates: number in the table, word at which they begin */
    size_t n_candidates;     /* n-grams that are repeated */
    uint32_t *count, *first; /* of each number: how often, and where first */
    uint32_t *spare;         /* that of count while it is made anew */
    uint64_t *chars;         /* code points of the words before each */
    size_t cap;              /* of these six */

    struct ws_buf lower;            /* the text in small letters */
    struct ws_buf line, line_lower; /* a line without citations; all words without blanks */
    struct ws_buf out[2];           /* the text that is left: by refinedweb, by c4 */
};
#define WS_KEEP_BYTES ((size_t)1 << 20) /* of a buffer from one document to the next */

/* Python's strip(), lstrip(), rstrip(). */
struct ws_slice ws_strip_left(struct ws_slice s);
struct ws_slice ws_strip_right(struct ws_slice s);
static inline struct ws_slice ws_strip(struct ws_slice s)
{
    return ws_strip_right(ws_strip_left(s));
}

size_t ws_count_chars(struct ws_slice s);
uint64_t ws_hash_text(struct ws_slice s);

/* Lines as splitlines() has them, or that '\n' ends. */
struct ws_lines {
    const uint8_t *p, *end;
    bool odd; /* something else than '\n' ends lines, too */
};
struct ws_lines ws_lines_split(struct ws_slice text);
bool ws_lines_next(struct ws_lines *l, struct ws_slice *line);
/* Parts that '\n' separates, as split("\n") has them: one more than there are '\n'. *p becomes
 * NULL behind the last. */
bool ws_parts_next(const uint8_t **p, const uint8_t *end, struct ws_slice *part);

/* Sets metrics: of repeated lines and paragraphs, of the ends and beginnings of lines, of
 * FineWeb's. */
void ws_quality_repeats(struct ws_quality *q);
void ws_quality_lines(struct ws_quality *q);
void ws_quality_fineweb(struct ws_quality *q);
void ws_quality_symbols(struct ws_quality *q);

/* The list of words. False: out of memory. */
bool ws_split_words(struct ws_quality *q);
void ws_quality_words(struct ws_quality *q);
/* n from 2 to 10, in this order. */
void ws_quality_grams(struct ws_quality *q, size_t n);

/* Leave lines out, and drop documents. They set q->text to what is left, unless with annotate.
 */
void ws_filter_c4(struct ws_quality *q);
void ws_correct_lines(struct ws_quality *q);
void ws_quality_reject(struct ws_quality *q, enum ws_reject reason, enum ws_metric metric,
                       double threshold);

/* Sentences of a line of n words, at most `most`. */
size_t ws_count_sentences(const struct ws_word *list, size_t n, size_t most);

#endif
