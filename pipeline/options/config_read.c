/* Options out of files: TOML (toml.h), and stats files. */
#include "pipeline/options/config.h"
#include "pipeline/options/toml.h"
#include "pipeline/output/reason.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_BYTES ((size_t)1 << 30) /* of a stats file */
#define PIECE     ((size_t)64 << 10)

/* Where a value stands, for the complaints about it. */
struct place {
    struct ws_config *config;
    const char *path;
    unsigned layer, line; /* line 0: it has none */
    char *msg;
    size_t n_msg;
};

static bool fail(const struct place *at, const char *name, const char *what)
{
    char line[20] = "";
    if (at->line)
        snprintf(line, sizeof line, ":%u", at->line);
    snprintf(at->msg, at->n_msg, "%s%s: %.100s%s%s", at->path, line, name, *name ? ": " : "", what);
    return false;
}

static bool keep_text(struct ws_config *c, char *text)
{
    char **more = realloc(c->texts, (c->n_texts + 1) * sizeof *more);
    if (!text || !more) {
        free(text);
        c->texts = more ? more : c->texts;
        return false;
    }
    c->texts = more;
    c->texts[c->n_texts++] = text;
    return true;
}

static bool find(const struct ws_config *c, const char *name, size_t *option)
{
    for (size_t i = 0; i < c->table->n; i++)
        if (strcmp(c->table->list[i].name, name) == 0) {
            *option = i;
            return true;
        }
    return false;
}

enum what { TAKEN_BACK, FLAG, ARGUMENT };

/* arg: of ARGUMENT, lives as long as the configuration. */
static bool say(const struct place *at, const char *name, enum what what, const char *arg)
{
    size_t option;
    if (!find(at->config, name, &option))
        return fail(at, name, "no such option");
    const struct ws_option *o = &at->config->table->list[option];
    if (!ws_option_is_in_files(o))
        return fail(at, name, "is for the command line alone");
    if (what != TAKEN_BACK && (o->arg != NULL) != (what == ARGUMENT))
        return fail(at, name, o->arg ? "takes a text or a number" : "is true or false");
    const struct ws_said said = {.option = option, .arg = arg, .taken_back = what == TAKEN_BACK,
                                 .layer = at->layer, .file = at->path, .line = at->line};
    return ws_config_say(at->config, &said) || fail(at, name, "out of memory");
}

/* --- TOML ------------------------------------------------------------------------------------ */

static bool takes_argument(const struct ws_config *c, const char *name)
{
    size_t option;
    return !find(c, name, &option) || c->table->list[option].arg;
}

static bool say_pair(struct place *at, const struct ws_toml *t)
{
    const bool takes = takes_argument(at->config, t->key);
    at->line = t->key_line;
    if (t->is_array && !takes)
        return fail(at, t->key, "is true or false");
    if (t->n_values == 0) /* [] */
        return say(at, t->key, TAKEN_BACK, NULL);
    for (size_t i = 0; i < t->n_values; i++) {
        const struct ws_toml_value *v = &t->values[i];
        bool is_text = v->kind == WS_TOML_STRING || v->kind == WS_TOML_NUMBER;
        at->line = v->line;
        if (takes && !is_text)
            return say(at, t->key, FLAG, NULL); /* complains */
        if (!say(at, t->key, is_text ? ARGUMENT : v->kind == WS_TOML_TRUE ? FLAG : TAKEN_BACK,
                 is_text ? v->text : NULL))
            return false;
    }
    return true;
}

static bool read_toml(struct place *at, struct ws_slice text)
{
    struct ws_toml t;
    enum ws_status st = WS_FATAL;
    bool ok = ws_toml_init(&t, text);
    if (!ok)
        fail(at, "", "out of memory");
    while (ok && (st = ws_toml_next(&t)) == WS_OK)
        ok = say_pair(at, &t);
    if (ok && st == WS_FATAL) {
        at->line = t.line;
        ok = fail(at, "", t.fault);
    }
    if (!keep_text(at->config, t.room) && ok)
        ok = fail(at, "", "out of memory");
    t.room = NULL;
    ws_toml_release(&t);
    return ok;
}

/* --- stats files ----------------------------------------------------------------------------- */

static bool say_text(const struct place *at, const char *name, const char *text)
{
    char *copy = text ? strdup(text) : NULL;
    if (!text)
        return fail(at, name, "not as this program writes it");
    return keep_text(at->config, copy) ? say(at, name, ARGUMENT, copy) : fail(at, name, "out of memory");
}

static bool say_member(const struct place *at, const char *name, json_t *value)
{
    size_t i;
    json_t *one;
    if (json_is_true(value))
        return say(at, name, FLAG, NULL);
    if (!json_is_array(value))
        return say_text(at, name, json_string_value(value));
    json_array_foreach(value, i, one)
        if (!say_text(at, name, json_string_value(one)))
            return false;
    return true;
}

static bool read_stats(const struct place *at, struct ws_slice text)
{
    json_error_t e;
    json_t *stats = json_loadb((const char *)text.p, text.n, JSON_REJECT_DUPLICATES, &e), *value;
    struct place where = *at;
    const char *name;
    bool ok = true;
    if (!stats) {
        where.line = e.line > 0 ? (unsigned)e.line : 0;
        return fail(&where, "", e.text);
    }
    json_t *config = json_object_get(stats, "config");
    if (!json_is_object(config))
        ok = fail(at, "", "a stats file that does not say with which options it was made");
    else
        json_object_foreach(config, name, value)
            if (!(ok = say_member(at, name, value)))
                break;
    json_decref(at->config->stats);
    at->config->stats = stats;
    at->config->stats_file = at->path;
    return ok;
}

/* --- files ----------------------------------------------------------------------------------- */

static bool read_all(int fd, struct ws_buf *b)
{
    for (;;) {
        if (!ws_buf_reserve(b, PIECE)) {
            errno = EFBIG;
            return false;
        }
        ssize_t n = read(fd, b->p + b->n, PIECE);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0;
        b->n += (size_t)n;
    }
}

static bool is_json(struct ws_slice text)
{
    size_t i = 0;
    while (i < text.n && memchr(" \t\r\n", text.p[i], 4))
        i++;
    return i < text.n && text.p[i] == '{';
}

bool ws_config_read(struct ws_config *c, const char *path, unsigned layer, char *msg, size_t n_msg)
{
    char reason[80];
    struct place at = {.config = c, .path = path, .layer = layer, .msg = msg, .n_msg = n_msg};
    struct ws_buf b;
    bool ok = false;
    ws_buf_init(&b, MAX_BYTES);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || !read_all(fd, &b)) {
        fail(&at, "", ws_reason(errno, reason, sizeof reason));
    } else {
        struct ws_slice text = {b.p, b.n};
        ok = is_json(text) ? read_stats(&at, text) : read_toml(&at, text);
    }
    if (fd >= 0)
        close(fd);
    ws_buf_release(&b);
    return ok;
}
