#include "pipeline/corpus/language.h"
#include "pipeline/corpus/cld2.h"
#include "pipeline/corpus/language_model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ws_language_detector {
    enum ws_lid lid;
    struct ws_language_model *model; /* of WS_LID_MODEL */
    char name[120];
};

/* --- what is asked -------------------------------------------------------------------------- */

static enum ws_lid choose(const struct ws_language_options *o)
{
    if (o->model)
        return WS_LID_MODEL;
    if (o->lid != WS_LID_AUTO)
        return o->lid;
#ifdef WS_HAVE_CLD2
    return WS_LID_CLD2;
#else
    return WS_LID_DECLARED;
#endif
}

#ifdef WS_HAVE_CLD2
static bool name_cld2(struct ws_language_detector *d, char *msg, size_t n_msg)
{
    char version[60];
    (void)msg;
    (void)n_msg;
    ws_cld2_version(version, sizeof version);
    for (char *p = version; *p; p++)
        if (*p == ' ')
            memmove(p, p + 1, strlen(p));
    snprintf(d->name, sizeof d->name, "cld2/%s", version);
    return true;
}
#else
static bool name_cld2(struct ws_language_detector *d, char *msg, size_t n_msg)
{
    (void)d;
    snprintf(msg, n_msg, "--lid cld2: this build has no CLD2");
    return false;
}
#endif

static bool open_model(struct ws_language_detector *d, const char *path, char *msg, size_t n_msg)
{
    char sha256[WS_MODEL_SHA256];
    d->model = ws_language_model_open(path, sha256, msg, n_msg);
    snprintf(d->name, sizeof d->name, "fasttext/sha256:%s", d->model ? sha256 : "");
    return d->model;
}

struct ws_language_detector *ws_language_detector_new(const struct ws_language_options *o, char *msg, size_t n_msg)
{
    struct ws_language_detector *d = calloc(1, sizeof *d);
    if (!d) {
        snprintf(msg, n_msg, "no memory");
        return NULL;
    }
    d->lid = choose(o);
    snprintf(d->name, sizeof d->name, "declared");
    bool ok = d->lid == WS_LID_CLD2    ? name_cld2(d, msg, n_msg)
              : d->lid == WS_LID_MODEL ? open_model(d, o->model, msg, n_msg)
                                       : true;
    if (ok)
        return d;
    ws_language_detector_free(d);
    return NULL;
}

void ws_language_detector_free(struct ws_language_detector *d)
{
    if (d)
        ws_language_model_close(d->model);
    free(d);
}

const char *ws_language_detector_name(const struct ws_language_detector *d)
{
    return d->name;
}

bool ws_language_detector_is_on(const struct ws_language_detector *d)
{
    return d->lid != WS_LID_DECLARED;
}

/* --- sample --------------------------------------------------------------------------------- */

#define SEEK 32 /* bytes in which a blank is looked for, where a piece begins or ends */

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\n';
}

static bool is_inside(uint8_t c)
{
    return (c & 0xc0) == 0x80;
}

/* The first blank from i on, or else the first character. */
static size_t piece_start(struct ws_slice t, size_t i)
{
    if (i == 0)
        return 0;
    for (size_t k = i; k < t.n && k < i + SEEK; k++)
        if (is_blank(t.p[k]))
            return k;
    while (i < t.n && is_inside(t.p[i]))
        i++;
    return i;
}

/* The last blank up to i, or else the end of a character; not before start. */
static size_t piece_end(struct ws_slice t, size_t start, size_t i)
{
    if (i >= t.n)
        return t.n;
    for (size_t k = i; k > start && k + SEEK > i; k--)
        if (is_blank(t.p[k]))
            return k;
    while (i > start && is_inside(t.p[i]))
        i--;
    return i > start ? i : start; /* what is no UTF-8 may have moved start far */
}

bool ws_language_sample(struct ws_slice text, size_t pieces, size_t bytes, struct ws_buf *sample)
{
    ws_buf_clear(sample, SIZE_MAX);
    if (text.n <= pieces * (bytes + SEEK / 4))
        return ws_buf_append(sample, text.p, text.n);
    const size_t step = (text.n - bytes) / (pieces - 1);
    for (size_t i = 0; i < pieces; i++) {
        size_t at = i + 1 < pieces ? i * step : text.n - bytes;
        size_t start = piece_start(text, at), end = piece_end(text, start, at + bytes);
        if (!ws_buf_append(sample, text.p + start, end - start) || !ws_buf_append(sample, "\n", 1))
            return false;
    }
    return true;
}

/* --- CLD2 ----------------------------------------------------------------------------------- */

#ifdef WS_HAVE_CLD2
#define FIRST_PIECES  5
#define FIRST_BYTES   80
#define SECOND_PIECES 16
#define SECOND_BYTES  256
#define SURE_PERCENT  98

#define HINT 80

/* "de", "de-AT, en": letters and what separates them; longer ones are no list of languages. */
static void add_hint(char hint[HINT], struct ws_slice s)
{
    size_t n = strlen(hint);
    if (!s.n || n + s.n + 2 > HINT || (s.n >= 2 && (s.p[0] | 32) == 'z' && (s.p[1] | 32) == 'h'))
        return;
    if (n)
        hint[n++] = ',';
    for (size_t i = 0; i < s.n; i++) {
        bool fits = (s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z') || s.p[i] == '-' ||
                    s.p[i] == '_' || s.p[i] == ',';
        if (fits)
            hint[n++] = (char)s.p[i];
    }
    hint[n] = '\0';
}

#define TLD 16

/* "https://user@www.example.de:80/..." -> "de". "" when it has no letters, as in addresses of numbers. */
static void top_label(struct ws_slice url, char tld[TLD])
{
    size_t i = 0, n = 0;
    tld[0] = '\0';
    while (i + 2 < url.n && memcmp(url.p + i, "://", 3) != 0)
        i++;
    size_t start = i + 3, end = start;
    while (end < url.n && !strchr("/?#", url.p[end]))
        start = url.p[end++] == '@' ? end : start;
    for (i = start; i < end && url.p[i] != ':'; i++) {
        uint8_t c = url.p[i] | 32;
        if (url.p[i] == '.')
            n = 0;
        else if (c >= 'a' && c <= 'z' && n + 1 < TLD)
            tld[n++] = (char)c;
        else
            n = TLD - 1; /* none */
    }
    tld[n < TLD - 1 ? n : 0] = '\0';
}

static bool is_sure(const struct ws_cld2_guess *g)
{
    return g->reliable && g->percent >= SURE_PERCENT;
}

static bool ask_cld2(struct ws_buf *scratch, const struct ws_language_subject *s, struct ws_language *l)
{
    struct ws_cld2_guess g;
    char hint[HINT] = "", tld[TLD];
    add_hint(hint, s->declared);
    add_hint(hint, s->http);
    top_label(s->url, tld);
    if (!ws_language_sample(s->text, FIRST_PIECES, FIRST_BYTES, scratch) ||
        !ws_cld2_detect((char *)scratch->p, scratch->n, hint, tld, &g))
        return false;
    if (!is_sure(&g) && scratch->n < s->text.n &&
        (!ws_language_sample(s->text, SECOND_PIECES, SECOND_BYTES, scratch) ||
         !ws_cld2_detect((char *)scratch->p, scratch->n, hint, tld, &g)))
        return false;
    if (!g.reliable)
        return true;
    ws_language_code(strcmp(g.label, "zh") == 0 ? "zh-Hans" : g.label, &l->name);
    if (strcmp(l->name.code, "und") != 0)
        l->score = g.percent / 100.0;
    return true;
}
#else
static bool ask_cld2(struct ws_buf *scratch, const struct ws_language_subject *s, struct ws_language *l)
{
    (void)scratch;
    (void)s;
    (void)l;
    return true;
}
#endif

/* --- a model -------------------------------------------------------------------------------- */

static bool ask_model(const struct ws_language_model *m, struct ws_buf *scratch, struct ws_slice text,
                      struct ws_language *l)
{
    char label[WS_LANGUAGE_LABEL + 16];
    double probability;
    ws_buf_clear(scratch, SIZE_MAX);
    if (!ws_buf_append(scratch, text.p, text.n) || !ws_buf_append(scratch, "\n", 1))
        return false;
    for (size_t i = 0; i < text.n; i++)
        if (scratch->p[i] == '\n')
            scratch->p[i] = ' ';
    if (!ws_language_model_ask(m, (struct ws_slice){scratch->p, scratch->n}, label, sizeof label, &probability))
        return false;
    ws_language_code(label, &l->name);
    if (strcmp(l->name.code, "und") != 0)
        l->score = probability > 1 ? 1 : probability; /* a sum of single floats */
    return true;
}

/* The label of a page goes through the same hands as that of a detector. */
static void believe(struct ws_slice declared, struct ws_language *l)
{
    char label[WS_LANGUAGE_LABEL] = "";
    if (declared.n && declared.n < sizeof label) {
        memcpy(label, declared.p, declared.n);
        label[declared.n] = '\0';
    }
    ws_language_code(label, &l->name);
}

bool ws_language_find(const struct ws_language_detector *d, struct ws_buf *scratch,
                      const struct ws_language_subject *s, struct ws_language *l)
{
    *l = (struct ws_language){.name = {.code = "und"}};
    if (d->lid == WS_LID_DECLARED)
        believe(s->declared, l);
    if (d->lid == WS_LID_DECLARED || !s->text.n)
        return true;
    return d->lid == WS_LID_MODEL ? ask_model(d->model, scratch, s->text, l) : ask_cld2(scratch, s, l);
}
