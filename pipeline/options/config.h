/* config.h - what was said: options with their arguments as texts, out of files of options and from the command line.
 *
 * Options are set in the order of their table, whatever the order in which they were given: what is said twice adds up or the
 * last one wins, as the setter has it. The command line takes the place of what files say of the same option, and a later file that
 * of an earlier one. So the texts of all that is in force, in the order of the table, say the same as the command line did: that is
 * what ws_config_print() and ws_config_json() write, and what a file can hold.
 *
 * Threads: the main one only. */
#ifndef WARCSIFT_CONFIG_H
#define WARCSIFT_CONFIG_H

#include "pipeline/options/options.h"
#include "warc/buf.h"

#include <limits.h>

#include <jansson.h>

#define WS_CONFIG_COMMAND_LINE UINT_MAX /* layer, above those of files */

struct ws_said {
    size_t option;   /* its index in the table */
    const char *arg; /* NULL: it takes none */
    bool taken_back; /* --no-NAME, NAME = false: what was said before does not count */
    unsigned layer;
    const char *file; /* NULL: command line */
    unsigned line;    /* in file; 0: not known */
};

struct ws_config {
    const struct ws_option_table *table;
    struct ws_said *list;
    size_t n;
    char **texts; /* what arguments of files point into */
    size_t n_texts;
    struct ws_buf json;  /* ws_config_json() */
    json_t *stats;       /* what a stats file says of the options it was made with; NULL: none was read */
    const char *stats_file;
};

void ws_config_init(struct ws_config *c, const struct ws_option_table *table);
void ws_config_release(struct ws_config *c);

/* false: no memory. */
WS_MUST_USE bool ws_config_say(struct ws_config *c, const struct ws_said *said);

/* Adds what a file says: options as toml.h has them, or a stats file (JSON), of which those that made it are taken. path:
 * borrowed. false: msg says what is wrong, and where. */
WS_MUST_USE bool ws_config_read(struct ws_config *c, const char *path, unsigned layer, char *msg, size_t n_msg);

/* Leaves what is in force, in the order of the table. false: no memory. */
WS_MUST_USE bool ws_config_settle(struct ws_config *c);

/* Sets the options, all of which are in force. false: msg says which argument is no good. */
WS_MUST_USE bool ws_config_apply(const struct ws_config *c, struct ws_cli *cli, char *msg, size_t n_msg);

/* All options, those which are not in force as comments. false: an argument is not UTF-8, or no memory. */
WS_MUST_USE bool ws_config_print(const struct ws_config *c, struct ws_buf *out);

/* Those in force that decide what is written, {"favor": "recall", "links": true, "url-exclude": ["a", "b"]}: in c->json, which ends in
 * NUL. false: no memory. */
WS_MUST_USE bool ws_config_json(struct ws_config *c);

/* When all that decides is said as in the stats file that was read, its options_hash: a run that has another one writes other
 * bytes. NULL: there was none, or something else was said. Borrowed. */
const char *ws_config_hash(const struct ws_config *c);

/* Is it one that changes no byte of what comes of an input: about places, names of inputs, threads, messages, attempts? */
bool ws_config_is_local(const struct ws_option *o);

#endif
