/* toml.h - reads files of options: the part of TOML 1.0 that has no tables.
 *
 *     # comment
 *     favor = "recall"              strings in both kinds of quotes, on one line
 *     threads = 4                   whole numbers and fractions, decimal
 *     markdown = true
 *     url-exclude = ['/tag/\d+',    arrays of these, over any number of lines
 *         "/print$"]
 *
 * What is read means the same to any reader of TOML; what else TOML has (tables, dotted keys, dates, other numbers,
 * strings of several lines, arrays in arrays) is an error. Threads: one at a time per reader. */
#ifndef WARCSIFT_TOML_H
#define WARCSIFT_TOML_H

#include "warcsift/base.h"

enum ws_toml_kind { WS_TOML_STRING, WS_TOML_NUMBER, WS_TOML_TRUE, WS_TOML_FALSE };

struct ws_toml_value {
    enum ws_toml_kind kind;
    const char *text; /* of a number: as it is written, without underscores and plus signs. Ends in NUL */
    unsigned line;    /* from 1 */
};

struct ws_toml {
    const char *p, *end;   /* what is left of the file */
    char *room;            /* all that was read, as strings */
    size_t n_room;
    unsigned line;
    const char **keys;     /* that were there before, in room */
    size_t n_keys;
    const char *key;       /* of the last pair, with the line it begins on */
    unsigned key_line;
    struct ws_toml_value *values; /* of it; one, when it is no array */
    size_t n_values;
    bool is_array;
    char fault[120]; /* with line: what is wrong */
};

/* text: outlives the reader, any bytes. false: no memory. Either way release it. */
WS_MUST_USE bool ws_toml_init(struct ws_toml *t, struct ws_slice text);
void ws_toml_release(struct ws_toml *t);

/* The next pair: WS_OK, t->key and t->values; the texts of all pairs live as long as t->room, which the caller may
 * take (NULL in its place). WS_EOF; WS_FATAL: t->fault says what is wrong in t->line. */
WS_MUST_USE enum ws_status ws_toml_next(struct ws_toml *t);

/* Appends a string as TOML, quotes and all. false: it is not UTF-8, or no memory; to is as before or longer. */
struct ws_buf;
WS_MUST_USE bool ws_toml_put_string(struct ws_buf *to, const char *s);

#endif
