#include "pipeline/corpus/optout.h"

#include <string.h>

static const char *const NAMES[WS_OPTOUT_COUNT] = {
    [WS_OPTOUT_NOAI] = "noai",           [WS_OPTOUT_NOIMAGEAI] = "noimageai",
    [WS_OPTOUT_TDM] = "tdm",             [WS_OPTOUT_NOINDEX] = "noindex",
    [WS_OPTOUT_NOARCHIVE] = "noarchive", [WS_OPTOUT_NOSNIPPET] = "nosnippet",
    [WS_OPTOUT_PAYWALL] = "paywall"};

const char *ws_optout_name(enum ws_optout o)
{
    return (unsigned)o < WS_OPTOUT_COUNT ? NAMES[o] : "unknown";
}

/* --- words ---------------------------------------------------------------------------- */

static uint8_t lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

static bool is_letter(uint8_t c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static bool is(struct ws_slice s, const char *word)
{
    if (s.n != strlen(word))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (lower(s.p[i]) != (uint8_t)word[i])
            return false;
    return true;
}

static struct ws_slice trim(struct ws_slice s)
{
    while (s.n && s.p[0] <= ' ')
        s = (struct ws_slice){s.p + 1, s.n - 1};
    while (s.n && s.p[s.n - 1] <= ' ')
        s.n--;
    return s;
}

bool ws_optout_add(uint32_t *set, const char *names)
{
    for (const char *p = names;; p++) {
        const size_t n = strcspn(p, ",");
        unsigned k = 0;
        while (k < WS_OPTOUT_COUNT && !is((struct ws_slice){(const uint8_t *)p, n}, NAMES[k]))
            k++;
        if (k == WS_OPTOUT_COUNT)
            return false;
        *set |= WS_OPTOUT_BIT(k);
        p += n;
        if (!*p)
            return true;
    }
}

/* --- robots ---------------------------------------------------------------------------- */

static bool is_separator(uint8_t c)
{
    return c <= ' ' || c == ',' || c == ';';
}

static void read_directive(struct ws_slice word, uint32_t *set)
{
    static const struct {
        const char *word;
        enum ws_optout means;
    } DIRECTIVES[] = {{"noai", WS_OPTOUT_NOAI},           {"noimageai", WS_OPTOUT_NOIMAGEAI},
                      {"noindex", WS_OPTOUT_NOINDEX},     {"none", WS_OPTOUT_NOINDEX},
                      {"noarchive", WS_OPTOUT_NOARCHIVE}, {"nosnippet", WS_OPTOUT_NOSNIPPET},
                      {"max-snippet:0", WS_OPTOUT_NOSNIPPET}};
    for (size_t i = 0; i < sizeof DIRECTIVES / sizeof *DIRECTIVES; i++)
        if (is(word, DIRECTIVES[i].word))
            *set |= WS_OPTOUT_BIT(DIRECTIVES[i].means);
}

static bool is_our_agent(struct ws_slice name)
{
    if (is(name, "*"))
        return true;
    for (const char *a = WS_TRAINING_AGENTS; *a; a += strlen(a) + 1)
        if (is(name, a))
            return true;
    return false;
}

/* Directives that have a value behind a colon, and times of day, are no names of agents. */
static bool names_agent(struct ws_slice name)
{
    return name.n && (is_letter(name.p[0]) || name.p[0] == '*') && !is(name, "max-snippet") &&
           !is(name, "max-image-preview") && !is(name, "max-video-preview") &&
           !is(name, "unavailable_after");
}

/* A name stands for all directives behind it, up to the next name: fields may have been joined. */
void ws_robots_read(struct ws_slice directives, bool agents, uint32_t *set)
{
    const uint8_t *p = directives.p, *end = p + directives.n;
    bool ours = true;
    while (p < end) {
        const uint8_t *from = p;
        while (p < end && !is_separator(*p))
            p++;
        struct ws_slice word = {from, (size_t)(p - from)};
        const uint8_t *colon = agents && word.n ? memchr(word.p, ':', word.n) : NULL;
        struct ws_slice name = {word.p, colon ? (size_t)(colon - word.p) : 0};
        if (colon && names_agent(name)) {
            ours = is_our_agent(name);
            word = (struct ws_slice){colon + 1, (size_t)(p - colon) - 1};
        }
        if (ours)
            read_directive(word, set);
        p += p < end;
    }
}

/* --- licenses -------------------------------------------------------------------------- */

struct mark {
    char *out;
    size_t n;
};

static void put(struct mark *m, struct ws_slice s)
{
    for (size_t i = 0; i < s.n && m->n + 1 < WS_LICENSE_MARK; i++)
        m->out[m->n++] = (char)lower(s.p[i]);
    m->out[m->n] = '\0';
}

static void put_str(struct mark *m, const char *s)
{
    put(m, ws_slice_of(s));
}

/* What is left of s behind the next part of it, up to one of the separators. */
static struct ws_slice next_part(struct ws_slice *s, const char *separators)
{
    while (s->n && strchr(separators, s->p[0]))
        *s = (struct ws_slice){s->p + 1, s->n - 1};
    size_t n = 0;
    while (n < s->n && s->p[n] && !strchr(separators, s->p[n]))
        n++;
    struct ws_slice part = {s->p, n};
    *s = (struct ws_slice){s->p + n, s->n - n};
    return part;
}

static bool is_version(struct ws_slice s)
{
    return s.n == 3 && is_digit(s.p[0]) && s.p[1] == '.' && is_digit(s.p[2]);
}

/* "us", "igo"; "scotland" is no code, but is one of theirs. Not a language of the text behind it. */
static bool is_port(struct ws_slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_letter(s.p[i]))
            return false;
    return s.n == 2 || is(s, "igo") || is(s, "scotland");
}

/* A combination of by, nc, nd, sa, that begins with by (or, in version 1.0, is one without). */
static bool is_terms(struct ws_slice s)
{
    struct ws_slice rest = s;
    size_t n = 0;
    for (; rest.n; n++) {
        struct ws_slice t = next_part(&rest, "-");
        if (!is(t, "by") && !is(t, "nc") && !is(t, "nd") && !is(t, "sa"))
            return false;
    }
    return n > 0;
}

/* The version, and the country it was ported to, from the rest of a license. */
static void put_version(struct mark *m, struct ws_slice rest, const char *separators)
{
    struct ws_slice version = next_part(&rest, separators);
    if (!is_version(version))
        return;
    put_str(m, "-");
    put(m, version);
    struct ws_slice port = next_part(&rest, separators);
    if (is_port(port)) {
        put_str(m, "-");
        put(m, port);
    }
}

/* s: what is behind creativecommons.org/ */
static void read_address(struct ws_slice s, struct mark *m)
{
    static const char SEPARATORS[] = "/?#";
    struct ws_slice kind = next_part(&s, SEPARATORS), terms = next_part(&s, SEPARATORS);
    if (is(kind, "licenses") && is_terms(terms)) {
        put_str(m, "cc-");
        put(m, terms);
        put_version(m, s, SEPARATORS);
    } else if (is(kind, "publicdomain") && (is(terms, "zero") || is(terms, "mark"))) {
        put_str(m, is(terms, "zero") ? "cc0" : "cc-pdm");
        put_version(m, (struct ws_slice){s.p, s.n < 4 ? s.n : 4}, SEPARATORS);
    }
}

/* s: what is behind "cc" in a name like "CC BY-NC-SA 4.0". */
static void read_name(struct ws_slice s, struct mark *m)
{
    static const char SEPARATORS[] = " -_,()";
    if (s.n && s.p[0] == '0' && (s.n == 1 || strchr(SEPARATORS, s.p[1]))) {
        put_str(m, "cc0");
        put_version(m, (struct ws_slice){s.p + 1, s.n - 1 < 4 ? s.n - 1 : 4}, SEPARATORS);
        return;
    }
    if (!s.n || !strchr(" -_", s.p[0]))
        return;
    struct ws_slice rest = s, term = next_part(&rest, SEPARATORS);
    if (!is(term, "by"))
        return;
    put_str(m, "cc");
    while (term.n && is_terms(term)) {
        put_str(m, "-");
        put(m, term);
        s = rest;
        term = next_part(&rest, SEPARATORS);
    }
    put_version(m, (struct ws_slice){s.p, s.n < 4 ? s.n : 4}, SEPARATORS);
}

void ws_license_mark(struct ws_slice license, char mark[WS_LICENSE_MARK])
{
    static const char HOST[] = "creativecommons.org/";
    const size_t n = sizeof HOST - 1;
    struct mark m = {mark, 0};
    mark[0] = '\0';
    for (size_t i = 0; i + n <= license.n && !m.n; i++)
        if (is((struct ws_slice){license.p + i, n}, HOST))
            read_address((struct ws_slice){license.p + i + n, license.n - i - n}, &m);
    for (size_t i = 0; i + 2 < license.n && !m.n; i++)
        if ((i == 0 || !(is_letter(license.p[i - 1]) || is_digit(license.p[i - 1]))) &&
            is((struct ws_slice){license.p + i, 2}, "cc"))
            read_name((struct ws_slice){license.p + i + 2, license.n - i - 2}, &m);
}

/* --- a page ----------------------------------------------------------------------------- */

static void read_tdm(struct ws_slice reservation, uint32_t *set)
{
    if (is(trim(reservation), "1"))
        *set |= WS_OPTOUT_BIT(WS_OPTOUT_TDM);
}

static void read_fields(const struct ws_http *http, struct ws_optout_signals *s)
{
    for (size_t i = 0; i < http->n_fields; i++) {
        const struct ws_field *f = &http->fields[i];
        if (is(f->name, "x-robots-tag"))
            ws_robots_read(f->value, true, &s->set);
        else if (is(f->name, "tdm-reservation"))
            read_tdm(f->value, &s->set);
        else if (is(f->name, "tdm-policy") && !s->tdm_policy.n)
            s->tdm_policy = f->value;
    }
}

/* "true", "False", "http://schema.org/False": its last word. */
static const char *read_free(struct ws_slice v)
{
    size_t n = 0;
    v = trim(v);
    while (n < v.n && is_letter(v.p[v.n - 1 - n]))
        n++;
    struct ws_slice word = {v.p + v.n - n, n};
    return is(word, "true") ? "true" : is(word, "false") ? "false" : "";
}

void ws_optout_read(const struct ws_article *art, const struct ws_http *http,
                    struct ws_optout_signals *s)
{
    *s = (struct ws_optout_signals){.free = read_free(art->free)};
    ws_robots_read(art->robots, false, &s->set);
    read_tdm(art->tdm_reservation, &s->set);
    if (http)
        read_fields(http, s);
    if (!s->tdm_policy.n)
        s->tdm_policy = art->tdm_policy;
    if (s->free[0] == 'f')
        s->set |= WS_OPTOUT_BIT(WS_OPTOUT_PAYWALL);
    ws_license_mark(art->license, s->license_mark);
}
