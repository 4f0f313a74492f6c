#include "pipeline/options/config.h"
#include "pipeline/options/toml.h"
#include "pipeline/output/json.h"

#include <stdlib.h>
#include <string.h>

void ws_config_init(struct ws_config *c, const struct ws_option_table *table)
{
    *c = (struct ws_config){.table = table};
    ws_buf_init(&c->json, SIZE_MAX / 2);
}

void ws_config_release(struct ws_config *c)
{
    for (size_t i = 0; i < c->n_texts; i++)
        free(c->texts[i]);
    free(c->texts);
    free(c->list);
    json_decref(c->stats);
    ws_buf_release(&c->json);
}

bool ws_config_say(struct ws_config *c, const struct ws_said *said)
{
    struct ws_said *more = realloc(c->list, (c->n + 1) * sizeof *more);
    if (!more)
        return false;
    c->list = more;
    c->list[c->n++] = *said;
    return true;
}

static const struct ws_option *option_of(const struct ws_config *c, const struct ws_said *s)
{
    return &c->table->list[s->option];
}

/* --- what is in force ------------------------------------------------------------------------ */

/* Options about the run, not about what is written. That the others are in the options text, and
 * these are not, is tested. */
bool ws_config_is_local(const struct ws_option *o)
{
    static const char LOCAL[] =
        " output spool threads prefix read-ahead retries timeout no-sign-request task tasks "
        "max-runtime force strict quiet verbose stdin-name config print-config help version ";
    char word[64];
    snprintf(word, sizeof word, " %s ", o->name);
    return strstr(LOCAL, word) != NULL;
}

/* Is this what counts of its option? Not what is below another layer, nor what is taken back behind
 * it. */
static bool is_in_force(const struct ws_config *c, size_t i)
{
    const struct ws_said *s = &c->list[i];
    if (s->taken_back)
        return false;
    for (size_t k = 0; k < c->n; k++) {
        const struct ws_said *other = &c->list[k];
        if (other->option == s->option &&
            (other->layer > s->layer || (other->layer == s->layer && other->taken_back && k > i)))
            return false;
    }
    return true;
}

bool ws_config_settle(struct ws_config *c)
{
    struct ws_said *settled = calloc(c->n + 1, sizeof *settled);
    size_t n = 0;
    if (!settled)
        return false;
    for (size_t option = 0; option < c->table->n; option++)
        for (size_t i = 0; i < c->n; i++)
            if (c->list[i].option == option && is_in_force(c, i))
                settled[n++] = c->list[i];
    free(c->list);
    c->list = settled;
    c->n = n;
    return true;
}

static bool complain(const struct ws_said *s, const struct ws_option *o, char *msg, size_t n_msg)
{
    char place[300] = "";
    if (s->file && s->line)
        snprintf(place, sizeof place, "%.270s:%u: ", s->file, s->line);
    else if (s->file)
        snprintf(place, sizeof place, "%.290s: ", s->file);
    if (!o->arg)
        snprintf(msg, n_msg, "%s--%s contradicts an option before it", place, o->name);
    else
        snprintf(msg, n_msg, "%s--%s %s: not a good %s (%s)", place, o->name, s->arg, o->arg,
                 o->help);
    return false;
}

bool ws_config_apply(const struct ws_config *c, struct ws_cli *cli, char *msg, size_t n_msg)
{
    for (size_t i = 0; i < c->n; i++) {
        const struct ws_option *o = option_of(c, &c->list[i]);
        if (!o->set(cli, c->list[i].arg))
            return complain(&c->list[i], o, msg, n_msg);
    }
    return true;
}

/* --- as text --------------------------------------------------------------------------------- */

/* How many, from the i-th on, are of the same option. */
static size_t run_length(const struct ws_config *c, size_t i)
{
    size_t n = 1;
    while (i + n < c->n && c->list[i + n].option == c->list[i].option)
        n++;
    return n;
}

static bool put(struct ws_buf *out, const char *s)
{
    return ws_buf_append(out, s, strlen(s));
}

/* 4 and 0.65 are numbers in TOML; what is read back is the text. */
static bool is_number(const char *s)
{
    size_t whole = strspn(s, "0123456789"), n = whole;
    if (whole == 0 || whole > 15 || (s[0] == '0' && whole > 1))
        return false;
    if (s[n] == '.') {
        size_t fraction = strspn(s + n + 1, "0123456789");
        n += 1 + fraction;
        if (fraction == 0 || fraction > 15)
            return false;
    }
    return s[n] == '\0';
}

static bool put_argument(struct ws_buf *out, const char *arg)
{
    return is_number(arg) ? put(out, arg) : ws_toml_put_string(out, arg);
}

/* "name = value": n of one option. */
static bool put_said(struct ws_buf *out, const struct ws_option *o, const struct ws_said *s, size_t n)
{
    if (!put(out, o->name) || !put(out, " = "))
        return false;
    if (!o->arg)
        return put(out, "true\n");
    if (n == 1)
        return put_argument(out, s->arg) && put(out, "\n");
    for (size_t i = 0; i < n; i++)
        if (!put(out, i ? ",\n    " : "[\n    ") || !put_argument(out, s[i].arg))
            return false;
    return put(out, "\n]\n");
}

/* The help of an option as a comment, and a line to take the # from. */
static bool put_help(struct ws_buf *out, const struct ws_option *o, bool is_said)
{
    if (!put(out, "\n# "))
        return false;
    for (const char *p = o->help; *p; p++)
        if (!(*p == '\n' ? put(out, "\n# ") : ws_buf_append(out, p, 1)))
            return false;
    return put(out, "\n") &&
           (is_said || (put(out, "#") && put(out, o->name) &&
                        (o->arg ? put(out, " = \"") && put(out, o->arg) && put(out, "\"\n")
                                : put(out, " = true\n"))));
}

bool ws_config_print(const struct ws_config *c, struct ws_buf *out)
{
    size_t i = 0;
    for (size_t option = 0; option < c->table->n; option++) {
        const struct ws_option *o = &c->table->list[option];
        bool is_said = i < c->n && c->list[i].option == option;
        size_t n = is_said ? run_length(c, i) : 0;
        if (ws_option_is_in_files(o) &&
            (!put_help(out, o, is_said) || (is_said && !put_said(out, o, &c->list[i], n))))
            return false;
        i += n;
    }
    return true;
}

static void put_json(struct ws_json *j, const struct ws_said *s, size_t n)
{
    if (!s->arg) {
        ws_json_raw(j, "true");
        return;
    }
    ws_json_raw(j, n > 1 ? "[" : "");
    for (size_t i = 0; i < n; i++) {
        ws_json_put_cstr(j, i ? ", " : "", s[i].arg);
    }
    ws_json_raw(j, n > 1 ? "]" : "");
}

bool ws_config_json(struct ws_config *c)
{
    const char *comma = "{";
    c->json.n = 0;
    struct ws_json j = {.out = &c->json, .ok = true};
    for (size_t i = 0, n; i < c->n; i += n) {
        const struct ws_option *o = option_of(c, &c->list[i]);
        n = run_length(c, i);
        if (ws_config_is_local(o))
            continue;
        ws_json_put_cstr(&j, comma, o->name);
        ws_json_raw(&j, ": ");
        put_json(&j, &c->list[i], n);
        comma = ", ";
    }
    ws_json_raw(&j, *comma == '{' ? "{}" : "}");
    return j.ok && ws_buf_append(&c->json, "", 1);
}

const char *ws_config_hash(const struct ws_config *c)
{
    json_t *now = c->stats ? json_loads((const char *)c->json.p, 0, NULL) : NULL;
    bool same = now && json_equal(now, json_object_get(c->stats, "config"));
    json_decref(now);
    return same ? json_string_value(json_object_get(c->stats, "options_hash")) : NULL;
}
