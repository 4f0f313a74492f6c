#include "pipeline/options/toml.h"
#include "warc/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

bool ws_toml_init(struct ws_toml *t, struct ws_slice text)
{
    *t = (struct ws_toml){
        .p = (const char *)text.p, .end = (const char *)text.p + text.n, .line = 1};
    /* A string is no longer than it is written, but for its NUL; of numbers and words, too. */
    t->room = malloc(2 * text.n + 1);
    return t->room != NULL;
}

void ws_toml_release(struct ws_toml *t)
{
    free(t->room);
    free(t->keys);
    free(t->values);
    *t = (struct ws_toml){.line = 0};
}

__attribute__((format(printf, 2, 3))) static bool fail(struct ws_toml *t, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(t->fault, sizeof t->fault, format, args);
    va_end(args);
    return false;
}

/* --- characters ------------------------------------------------------------------------------ */

static bool at(const struct ws_toml *t, char c)
{
    return t->p < t->end && *t->p == c;
}

static bool at_word(const struct ws_toml *t, const char *word)
{
    size_t n = strlen(word);
    return (size_t)(t->end - t->p) >= n && memcmp(t->p, word, n) == 0;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_key_char(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
}

static bool is_control(char c)
{
    return ((unsigned char)c < ' ' && c != '\t') || c == 0x7f;
}

static void skip_blanks(struct ws_toml *t)
{
    while (at(t, ' ') || at(t, '\t'))
        t->p++;
}

/* Over a line's end, if there is one. */
static bool skip_newline(struct ws_toml *t)
{
    size_t n = at(t, '\n') ? 1 : at_word(t, "\r\n") ? 2 : 0;
    t->p += n;
    t->line += n > 0;
    return n > 0;
}

static bool is_utf8(const char *p, const char *end)
{
    utf8proc_int32_t c;
    while (p < end) {
        utf8proc_ssize_t n = utf8proc_iterate((const uint8_t *)p, end - p, &c);
        if (n <= 0)
            return false;
        p += n;
    }
    return true;
}

/* Over blanks and a comment, up to the end of the line. */
static bool skip_rest(struct ws_toml *t)
{
    skip_blanks(t);
    const char *start = t->p;
    if (at(t, '#'))
        while (t->p < t->end && *t->p != '\n' && !at_word(t, "\r\n"))
            if (is_control(*t->p++))
                return fail(t, "a control character in a comment");
    return is_utf8(start, t->p) || fail(t, "not UTF-8");
}

/* Over all that may stand between the values of an array. */
static bool skip_space(struct ws_toml *t)
{
    do {
        if (!skip_rest(t))
            return false;
    } while (skip_newline(t));
    return true;
}

static void put(struct ws_toml *t, char c)
{
    t->room[t->n_room++] = c;
}

/* --- strings --------------------------------------------------------------------------------- */

static bool put_code_point(struct ws_toml *t, uint32_t c)
{
    uint8_t utf8[4];
    utf8proc_ssize_t n =
        c && utf8proc_codepoint_valid((utf8proc_int32_t)c) ? utf8proc_encode_char((utf8proc_int32_t)c, utf8) : 0;
    for (utf8proc_ssize_t i = 0; i < n; i++)
        put(t, (char)utf8[i]);
    return n > 0 || fail(t, "no character has that number");
}

/* Behind "\u" or "\U". */
static bool read_code_point(struct ws_toml *t, unsigned digits)
{
    uint32_t c = 0;
    for (unsigned i = 0; i < digits; i++) {
        const char *hex = "0123456789abcdef0123456789ABCDEF";
        const char *digit = t->p < t->end && *t->p ? strchr(hex, *t->p) : NULL;
        if (!digit)
            return fail(t, "%u hexadecimal digits are wanted", digits);
        c = c << 4 | (uint32_t)((digit - hex) & 15);
        t->p++;
    }
    return put_code_point(t, c);
}

/* Behind a backslash. */
static bool read_escape(struct ws_toml *t)
{
    static const char LETTERS[] = "btnfr\"\\", MEANT[] = "\b\t\n\f\r\"\\";
    char c = t->p < t->end ? *t->p : '\0';
    const char *letter = c ? strchr(LETTERS, c) : NULL;
    if (c == 'u' || c == 'U') {
        t->p++;
        return read_code_point(t, c == 'u' ? 4 : 8);
    }
    if (!letter)
        return fail(t, "unknown escape in a string; '...' takes backslashes as they are");
    put(t, MEANT[letter - LETTERS]);
    t->p++;
    return true;
}

/* In double or single quotes; the text goes to the room. */
static bool read_string(struct ws_toml *t, const char **text)
{
    const char quote = *t->p;
    *text = t->room + t->n_room;
    if (at_word(t, "\"\"\"") || at_word(t, "'''"))
        return fail(t, "strings of several lines are not read here");
    t->p++;
    while (!at(t, quote)) {
        if (t->p == t->end || *t->p == '\n' || *t->p == '\r')
            return fail(t, "a string without its closing quote");
        if (is_control(*t->p))
            return fail(t, "a control character in a string");
        if (*t->p == '\\' && quote == '"') {
            t->p++;
            if (!read_escape(t))
                return false;
        } else {
            put(t, *t->p++);
        }
    }
    t->p++;
    put(t, '\0');
    return true;
}

/* --- values ---------------------------------------------------------------------------------- */

/* Digits with single underscores between them, at least one. */
static bool read_digits(struct ws_toml *t)
{
    const char *start = t->p;
    while (t->p < t->end && (is_digit(*t->p) || (*t->p == '_' && t->p > start && is_digit(t->p[-1])))) {
        if (*t->p != '_')
            put(t, *t->p);
        t->p++;
    }
    return t->p > start && is_digit(t->p[-1]);
}

static bool read_number(struct ws_toml *t, const char **text)
{
    *text = t->room + t->n_room;
    if (at(t, '-'))
        put(t, '-');
    t->p += at(t, '-') || at(t, '+');
    const char *whole = t->p;
    bool ok = read_digits(t) && (*whole != '0' || t->p == whole + 1);
    if (ok && at(t, '.')) {
        put(t, *t->p++);
        ok = read_digits(t);
    }
    if (ok && (at(t, 'e') || at(t, 'E'))) {
        put(t, *t->p++);
        if (at(t, '-') || at(t, '+'))
            put(t, *t->p++);
        ok = read_digits(t);
    }
    put(t, '\0');
    /* A date, a time, 0x10: what TOML has beside these. */
    if (!ok || (t->p < t->end && (is_key_char(*t->p) || *t->p == ':' || *t->p == '.')))
        return fail(t, "not a decimal number; dates and other texts stand in quotes");
    return true;
}

static bool read_value(struct ws_toml *t, struct ws_toml_value *v)
{
    *v = (struct ws_toml_value){.line = t->line};
    if (at(t, '"') || at(t, '\'')) {
        v->kind = WS_TOML_STRING;
        return read_string(t, &v->text);
    }
    if (t->p < t->end && (is_digit(*t->p) || *t->p == '-' || *t->p == '+')) {
        v->kind = WS_TOML_NUMBER;
        return read_number(t, &v->text);
    }
    bool yes = at_word(t, "true"), no = at_word(t, "false");
    t->p += yes ? 4 : no ? 5 : 0;
    if ((!yes && !no) || (t->p < t->end && is_key_char(*t->p)))
        return fail(t, "a value is wanted: \"text\", a number, true, false or [...]");
    v->kind = yes ? WS_TOML_TRUE : WS_TOML_FALSE;
    v->text = yes ? "true" : "false";
    return true;
}

static bool add_value(struct ws_toml *t)
{
    struct ws_toml_value *more = realloc(t->values, (t->n_values + 1) * sizeof *more);
    if (!more)
        return fail(t, "out of memory");
    t->values = more;
    return read_value(t, &t->values[t->n_values++]);
}

/* Behind its bracket. */
static bool read_array(struct ws_toml *t)
{
    while (skip_space(t) && !at(t, ']')) {
        if (!add_value(t) || !skip_space(t))
            return false;
        if (at(t, ','))
            t->p++;
        else if (!at(t, ']'))
            return fail(t, "a comma or ] is wanted behind a value");
    }
    if (*t->fault)
        return false;
    t->p++;
    return true;
}

/* --- pairs ----------------------------------------------------------------------------------- */

static bool read_key(struct ws_toml *t)
{
    t->key_line = t->line;
    if (at(t, '"') || at(t, '\''))
        return read_string(t, &t->key);
    t->key = t->room + t->n_room;
    while (t->p < t->end && is_key_char(*t->p))
        put(t, *t->p++);
    put(t, '\0');
    return *t->key || (at(t, '[') ? fail(t, "tables are not read here: options stand alone")
                                  : fail(t, "the name of an option is wanted"));
}

static bool remember_key(struct ws_toml *t)
{
    for (size_t i = 0; i < t->n_keys; i++)
        if (strcmp(t->keys[i], t->key) == 0)
            return fail(t, "%.60s is there for the second time; [...] takes several values", t->key);
    const char **more = realloc(t->keys, (t->n_keys + 1) * sizeof *more);
    if (!more)
        return fail(t, "out of memory");
    t->keys = more;
    t->keys[t->n_keys++] = t->key;
    return true;
}

static bool read_pair(struct ws_toml *t)
{
    const char *start = t->p;
    if (!read_key(t) || !remember_key(t))
        return false;
    skip_blanks(t);
    if (!at(t, '='))
        return fail(t, at(t, '.') ? "dotted keys are not read here" : "= is wanted behind the name");
    t->p++;
    skip_blanks(t);
    t->n_values = 0;
    t->is_array = at(t, '[');
    t->p += t->is_array;
    if (!(t->is_array ? read_array(t) : add_value(t)) || !skip_rest(t))
        return false;
    if (!is_utf8(start, t->p))
        return fail(t, "not UTF-8");
    return t->p == t->end || skip_newline(t) || fail(t, "the line goes on behind the value");
}

enum ws_status ws_toml_next(struct ws_toml *t)
{
    if (!skip_space(t))
        return WS_FATAL;
    if (t->p == t->end)
        return WS_EOF;
    return read_pair(t) ? WS_OK : WS_FATAL;
}

bool ws_toml_put_string(struct ws_buf *to, const char *s)
{
    const char *end = s + strlen(s);
    char escape[8];
    if (!is_utf8(s, end) || !ws_buf_append(to, "\"", 1))
        return false;
    for (; s < end; s++) {
        if (is_control(*s) || *s == '\t')
            snprintf(escape, sizeof escape, "\\u%04x", (unsigned)*s);
        else
            snprintf(escape, sizeof escape, "%s%c", *s == '"' || *s == '\\' ? "\\" : "", *s);
        if (!ws_buf_append(to, escape, strlen(escape)))
            return false;
    }
    return ws_buf_append(to, "\"", 1);
}
