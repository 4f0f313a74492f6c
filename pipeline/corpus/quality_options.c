/* Options of the quality filters: names, presets, defaults, and what they say in the options
 * text. */
#include "pipeline/corpus/quality.h"
#include "pipeline/corpus/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STOP_WORDS_MAX ((size_t)1 << 24) /* bytes of a file */

static const struct threshold {
    const char *name;
    double value;
} THRESHOLDS[WS_THRESHOLD_COUNT] = {
#define X(name, text, value) [WS_THRESHOLD_##name] = {text, value},
    WS_THRESHOLDS(X)
#undef X
};

static const struct filter_name {
    const char *name;
    uint32_t bit;
} FILTERS[] = {{"gopher-rep", WS_FILTER_GOPHER_REP},
               {"gopher", WS_FILTER_GOPHER},
               {"refinedweb", WS_FILTER_REFINEDWEB},
               {"c4", WS_FILTER_C4},
               {"fineweb", WS_FILTER_FINEWEB}};
#define N_FILTERS (sizeof FILTERS / sizeof FILTERS[0])

const char *ws_threshold_name(enum ws_threshold t)
{
    return THRESHOLDS[t].name;
}

void ws_quality_options_init(struct ws_quality_options *o)
{
    *o = (struct ws_quality_options){.terminal_punct = 1};
    for (size_t i = 0; i < WS_THRESHOLD_COUNT; i++)
        o->thresholds[i] = NAN;
}

bool ws_quality_preset(struct ws_quality_options *o, const char *name)
{
    static const struct {
        const char *name;
        uint32_t filters;
        double terminal_punct;
    } PRESETS[] = {
        {"fineweb", WS_FILTER_GOPHER_REP | WS_FILTER_GOPHER | WS_FILTER_C4 | WS_FILTER_FINEWEB,
         0},
        {"c4", WS_FILTER_C4, 1},
        {"gopher", WS_FILTER_GOPHER_REP | WS_FILTER_GOPHER, 1},
        {"refinedweb", WS_FILTER_GOPHER_REP | WS_FILTER_GOPHER | WS_FILTER_REFINEDWEB, 1},
        {"none", 0, 1},
    };
    for (size_t i = 0; i < sizeof PRESETS / sizeof PRESETS[0]; i++)
        if (strcmp(PRESETS[i].name, name) == 0) {
            o->filters = PRESETS[i].filters;
            o->terminal_punct = PRESETS[i].terminal_punct;
            return true;
        }
    return false;
}

bool ws_quality_filters(struct ws_quality_options *o, const char *names)
{
    uint32_t filters = 0;
    for (const char *p = names;; p++) {
        size_t n = strcspn(p, ","), i = 0;
        while (i < N_FILTERS &&
               (strlen(FILTERS[i].name) != n || memcmp(FILTERS[i].name, p, n) != 0))
            i++;
        if (i == N_FILTERS)
            return false;
        filters |= FILTERS[i].bit;
        p += n;
        if (!*p)
            break;
    }
    o->filters = filters;
    return true;
}

bool ws_quality_threshold(struct ws_quality_options *o, const char *setting)
{
    size_t n = strcspn(setting, "="), i = 0;
    char *end;
    while (i < WS_THRESHOLD_COUNT &&
           (strlen(THRESHOLDS[i].name) != n || memcmp(THRESHOLDS[i].name, setting, n) != 0))
        i++;
    if (i == WS_THRESHOLD_COUNT || setting[n] != '=')
        return false;
    double value = strtod(setting + n + 1, &end);
    bool is_switch = strncmp(setting, "filter_", 7) == 0 ||
                     strncmp(setting, "remove_", 7) == 0 ||
                     i == WS_THRESHOLD_LINE_PUNCT_EXCLUDE_ZERO;
    if (end == setting + n + 1 || *end || !(value >= -1 && value <= 1e15) ||
        (is_switch && value != 0 && value != 1))
        return false;
    o->thresholds[i] = value;
    return true;
}

/* --- stop words
 * ----------------------------------------------------------------------------------- */

static bool read_file(struct ws_buf *b, const char *path)
{
    char part[4096];
    size_t got;
    FILE *f = fopen(path, "rb");
    if (!f)
        return false;
    while ((got = fread(part, 1, sizeof part, f)) > 0)
        if (!ws_buf_append(b, part, got))
            break;
    bool good = !ferror(f) && got == 0;
    return fclose(f) == 0 && good;
}

static int by_text(const void *a, const void *b)
{
    const struct ws_slice *x = a, *y = b;
    int order = memcmp(x->p, y->p, x->n < y->n ? x->n : y->n);
    return order ? order : (x->n > y->n) - (x->n < y->n);
}

/* One word a line, each counted once; blank lines and what begins with '#' are none. False: no
 * memory. */
static bool list_words(struct ws_quality_rules *r)
{
    size_t lines = 1, n = 0;
    const uint8_t *p = r->words.p, *end = p + r->words.n;
    for (size_t i = 0; i < r->words.n; i++)
        lines += p[i] == '\n';
    r->stop = malloc(lines * sizeof *r->stop);
    if (!r->stop)
        return false;
    while (p < end) {
        const uint8_t *stop = memchr(p, '\n', (size_t)(end - p)), *next = stop ? stop + 1 : end;
        stop = stop ? stop : end;
        while (p < stop && (*p == ' ' || *p == '\t'))
            p++;
        while (stop > p && (stop[-1] == ' ' || stop[-1] == '\t' || stop[-1] == '\r'))
            stop--;
        if (stop > p && *p != '#')
            r->stop[n++] = (struct ws_slice){p, (size_t)(stop - p)};
        p = next;
    }
    qsort(r->stop, n, sizeof *r->stop, by_text);
    for (size_t i = 0; i < n; i++)
        if (r->n_stop == 0 || by_text(&r->stop[r->n_stop - 1], &r->stop[i]) != 0)
            r->stop[r->n_stop++] = r->stop[i];
    return true;
}

bool ws_quality_rules_init(struct ws_quality_rules *r, const struct ws_quality_options *o,
                           char *msg, size_t n_msg)
{
    static const char USUAL[] = "the\nbe\nto\nof\nand\nthat\nhave\nwith\n";
    *r = (struct ws_quality_rules){
        .filters = o->filters, .annotate = o->annotate, .datatrove = o->datatrove};
    ws_buf_init(&r->words, STOP_WORDS_MAX);
    for (size_t i = 0; i < WS_THRESHOLD_COUNT; i++)
        r->thresholds[i] = isnan(o->thresholds[i]) ? THRESHOLDS[i].value : o->thresholds[i];
    if (isnan(o->thresholds[WS_THRESHOLD_FILTER_NO_TERMINAL_PUNCT]))
        r->thresholds[WS_THRESHOLD_FILTER_NO_TERMINAL_PUNCT] = o->terminal_punct;
    if (o->stop_words && !read_file(&r->words, o->stop_words)) {
        snprintf(msg, n_msg, "%s: cannot be read, or is over 16 MiB", o->stop_words);
        return false;
    }
    if ((!o->stop_words && !ws_buf_append(&r->words, USUAL, sizeof USUAL - 1)) ||
        !list_words(r)) {
        snprintf(msg, n_msg, "out of memory");
        return false;
    }
    return true;
}

void ws_quality_rules_release(struct ws_quality_rules *r)
{
    free(r->stop);
    r->stop = NULL;
    ws_buf_release(&r->words);
}

/* --- options text
 * ---------------------------------------------------------------------------------- */

static uint64_t hash_words(const struct ws_quality_rules *r)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < r->n_stop; i++) {
        for (size_t k = 0; k < r->stop[i].n; k++)
            h = (h ^ r->stop[i].p[k]) * UINT64_C(0x100000001b3);
        h = (h ^ '\n') * UINT64_C(0x100000001b3);
    }
    return h;
}

static bool put(struct ws_buf *out, const char *text)
{
    return ws_buf_append(out, text, strlen(text));
}

bool ws_quality_text(const struct ws_quality_rules *r, struct ws_buf *out)
{
    char text[200];
    bool good = true;
    if (!r->filters && !r->annotate)
        return true;
    for (size_t i = 0, n = 0; i < N_FILTERS; i++)
        if (r->filters & FILTERS[i].bit)
            good = good && put(out, n++ ? "," : " filters=") && put(out, FILTERS[i].name);
    snprintf(text, sizeof text, "%s words=%s", r->annotate ? " annotate" : "",
             ws_words_ways(r->datatrove ? WS_WORDS_SPACY : WS_WORDS_UAX29));
    good = good && put(out, text);
    for (size_t i = 0; i < WS_THRESHOLD_COUNT && good; i++) {
        snprintf(text, sizeof text, " %s=%.17g", THRESHOLDS[i].name, r->thresholds[i]);
        good = r->thresholds[i] == THRESHOLDS[i].value || put(out, text);
    }
    snprintf(text, sizeof text, " stop_words=%zu:%016llx", r->n_stop,
             (unsigned long long)hash_words(r));
    return good && put(out, text);
}
