/* dump - what the trainer needs to know of the pages of an archive; all of it is computed here.
 *
 *     dump tokens PAGES.warc.gz OUT
 *     dump prompts PAGES.warc.gz OUT
 *     dump features PAGES.warc.gz OUT TABLES > OUT.names
 *     dump context PAGES.warc.gz OUT TABLES P > OUT.names
 *
 * tokens writes OUT.jsonl, one line a page: {"url": ..., "n": blocks, "blocks": [text, ...]}, and
 * OUT.tokens, 32-bit numbers of this machine: of each page the number of elements and of blocks; of each
 * element the index of its parent, the number of its name tokens, the tokens; of each block the index
 * of its element, the number of name tokens of inline elements, these; the token of the whole text, the
 * number of words, their tokens, the tokens of their pairs.
 *
 * prompts writes OUT.prompts: of each page the number of its blocks, of each block the number of its tokens
 * (prompt_words.h) and these.
 *
 * features writes OUT.f32, the features of all blocks in the same order: one row of 32-bit floats a
 * block. TABLES is a text file: each line an address, a blank, and the file of the tables (struct
 * ws_odds) that its page is measured with; pages that are not listed are left out. The names of the
 * columns go to the standard output.
 *
 * context writes the features of the second stage in the same way. P holds the judgement of the first
 * one, a 32-bit float for every block of the listed pages. */
#include "pipeline/extract/doubt/prompt_words.h"
#include "pipeline/extract/extractor.h"
#include "pipeline/extract/model/context.h"
#include "warcsift/archive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- pages of an archive -------------------------------------------------------------- */

struct pages {
    struct ws_archive *in;
    struct ws_record rec; /* the page last read borrows from it */
    struct ws_http_decoder *http;
    struct ws_extractor *x;
};

static bool open_pages(const char *path, struct pages *p)
{
    struct ws_error err;
    ws_extract_global_init();
    p->x = ws_extractor_new(NULL);
    p->http = ws_http_decoder_new(NULL);
    return p->x && p->http && ws_archive_open(path, NULL, &p->in, &err) == WS_OK;
}

static void close_pages(struct pages *p)
{
    ws_extractor_free(p->x);
    ws_http_decoder_free(p->http);
    ws_archive_close(p->in);
}

static enum ws_status next_page(struct pages *p, struct ws_page *page)
{
    struct ws_error err;
    struct ws_slice block;
    struct ws_http h;
    *page = (struct ws_page){0};
    for (;;) {
        enum ws_status st = ws_archive_next(p->in, &p->rec);
        if (st == WS_EOF || st == WS_FATAL)
            return st;
        if (st != WS_SKIP && p->rec.type == WS_REC_RESPONSE &&
            ws_archive_block(p->in, &p->rec, &block) == WS_OK &&
            ws_http_parse(p->http, block, &h, &err) == WS_OK &&
            ws_http_body(p->http, &h, &page->bytes, &err) <= WS_WARN) {
            page->content_type = h.content_type;
            page->url = p->rec.target_uri;
            return WS_OK;
        }
    }
}

static FILE *open_out(const char *stem, const char *suffix)
{
    char path[4096];
    snprintf(path, sizeof path, "%s%s", stem, suffix);
    FILE *f = fopen(path, "wb");
    if (!f)
        perror(path);
    return f;
}

static bool close_out(FILE *f)
{
    bool good = !ferror(f);
    return fclose(f) == 0 && good;
}

/* --- tokens --------------------------------------------------------------------------- */

static void put_string(FILE *f, struct ws_slice s)
{
    putc('"', f);
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < 0x20 || s.p[i] == '"' || s.p[i] == '\\')
            fprintf(f, "\\u%04x", s.p[i]);
        else
            putc(s.p[i], f);
    putc('"', f);
}

static void write_text(const struct ws_analysis *a, struct ws_slice url, FILE *text)
{
    fprintf(text, "{\"url\": ");
    put_string(text, url);
    fprintf(text, ", \"n\": %u, \"blocks\": [", a->blocks.n);
    for (uint32_t i = 0; i < a->blocks.n; i++) {
        fputs(i ? ", " : "", text);
        put_string(text, a->blocks.v[i].text);
    }
    fprintf(text, "]}\n");
}

static void put(FILE *f, const uint32_t *v, size_t n)
{
    fwrite(v, sizeof *v, n, f);
}

static bool is_block_level(const struct ws_tree *t, uint32_t node)
{
    return ws_tag_flags(t->nodes[node].tag) & WS_TF_BLOCK;
}

static void write_elements(const struct ws_tree *t, uint32_t *index, FILE *out)
{
    uint32_t token[WS_NAME_TOKENS], n = 0;
    for (uint32_t i = 0; i < t->n_nodes; i++) {
        uint32_t up = index[t->nodes[i].parent];
        index[i] = up; /* of an inline element: the block-level one around it */
        if (!is_block_level(t, i))
            continue;
        uint32_t head[2] = {up, ws_name_tokens(t, i, token)};
        index[i] = n++;
        put(out, head, 2);
        put(out, token, head[1]);
    }
}

static void write_block(const struct ws_analysis *a, uint32_t block, uint32_t element, FILE *out)
{
    const struct ws_tree *t = &a->tree;
    const struct ws_block *b = &a->blocks.v[block];
    const struct ws_measure *m = &a->features.survey->m[block];
    uint32_t names[16 * WS_NAME_TOKENS], head[2] = {element, 0};
    for (uint32_t i = t->nodes[b->first].parent; i > b->node && head[1] <= 15 * WS_NAME_TOKENS;
         i = t->nodes[i].parent)
        head[1] += ws_name_tokens(t, i, names + head[1]);
    uint32_t text[2] = {ws_whole_token(m->word, m->n_words), m->n_words};
    put(out, head, 2);
    put(out, names, head[1]);
    put(out, text, 2);
    put(out, m->word, m->n_words);
    for (uint32_t k = 0; k < m->n_words; k++) {
        uint32_t pair = k ? ws_pair_token(m->word[k - 1], m->word[k]) : 0;
        put(out, &pair, 1);
    }
}

static bool write_tokens(const struct ws_analysis *a, FILE *out)
{
    const struct ws_tree *t = &a->tree;
    uint32_t *index = ws_arena_zalloc(a->arena, t->n_nodes, sizeof *index);
    if (!index)
        return false;
    uint32_t head[2] = {0, a->blocks.n};
    for (uint32_t i = 0; i < t->n_nodes; i++)
        head[0] += is_block_level(t, i);
    put(out, head, 2);
    write_elements(t, index, out);
    for (uint32_t i = 0; i < a->blocks.n; i++)
        write_block(a, i, index[a->blocks.v[i].node], out);
    return true;
}

static bool dump_tokens(struct pages *in, const char *stem)
{
    FILE *text = open_out(stem, ".jsonl"), *out = open_out(stem, ".tokens");
    if (!text || !out)
        return false;
    struct ws_error err;
    struct ws_page page;
    enum ws_status st;
    bool good = true;
    while (good && (st = next_page(in, &page)) == WS_OK) {
        struct ws_analysis a;
        if (ws_analyse(in->x, &page, &a, &err) != WS_OK)
            continue;
        write_text(&a, page.url, text);
        good = write_tokens(&a, out);
    }
    good &= close_out(text);
    return close_out(out) && good && st == WS_EOF;
}

/* --- prompts -------------------------------------------------------------------------- */

static bool dump_prompts(struct pages *in, const char *stem)
{
    FILE *out = open_out(stem, ".prompts");
    if (!out)
        return false;
    struct ws_error err;
    struct ws_page page;
    enum ws_status st;
    while ((st = next_page(in, &page)) == WS_OK) {
        struct ws_analysis a;
        if (ws_analyse(in->x, &page, &a, &err) != WS_OK)
            continue;
        put(out, &a.blocks.n, 1);
        for (uint32_t i = 0; i < a.blocks.n; i++) {
            uint32_t token[WS_PROMPT_TOKENS];
            const uint32_t n = ws_prompt_tokens(a.blocks.v[i].text, token);
            put(out, &n, 1);
            put(out, token, n);
        }
    }
    return close_out(out) && st == WS_EOF;
}

/* --- features ------------------------------------------------------------------------- */

struct table_of {
    char *url; /* first: what qsort and bsearch compare */
    struct ws_odds *odds;
};

static int by_url(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static struct ws_odds *read_table(const char *path)
{
    struct ws_odds *o = malloc(sizeof *o);
    FILE *f = fopen(path, "rb");
    if (!f || !o || fread(o, sizeof *o, 1, f) != 1) {
        perror(path);
        free(o);
        o = NULL;
    }
    if (f)
        fclose(f);
    return o;
}

struct list {
    struct table_of *v;
    size_t n;
};

/* One line of the list; pages with the same tables stand together in it. last: the file of the line before. */
static bool add_line(struct list *l, const char *url, const char *file, char last[4096])
{
    struct table_of *v = realloc(l->v, (l->n + 1) * sizeof *v);
    if (!v)
        return false;
    l->v = v;
    v[l->n].odds = l->n && !strcmp(file, last) ? v[l->n - 1].odds : read_table(file);
    v[l->n].url = strdup(url);
    snprintf(last, 4096, "%s", file);
    return v[l->n].odds && v[l->n++].url;
}

static bool read_list(const char *path, struct list *l)
{
    FILE *f = fopen(path, "r");
    if (!f) {
        perror(path);
        return false;
    }
    char url[4096], file[4096], last[4096] = "";
    bool good = true;
    while (good && fscanf(f, "%4095s %4095s", url, file) == 2)
        good = add_line(l, url, file, last);
    fclose(f);
    if (l->n)
        qsort(l->v, l->n, sizeof *l->v, by_url);
    return good;
}

static const struct ws_odds *find_table(const struct list *l, struct ws_slice url)
{
    char key[4096];
    snprintf(key, sizeof key, "%.*s", (int)url.n, (const char *)url.p);
    const char *k = key;
    const struct table_of *found =
        l->n ? bsearch(&k, l->v, l->n, sizeof *l->v, by_url) : NULL;
    return found ? found->odds : NULL;
}

/* One row for each of the blocks of a panel. */
static void write_panel(const struct ws_column *v, uint32_t blocks, unsigned columns, FILE *out)
{
    for (uint32_t l = 0; l < WS_PANEL && l < blocks; l++)
        for (unsigned k = 0; k < columns; k++)
            fwrite(&v[k].of[l], sizeof(float), 1, out);
}

static void write_features(const struct ws_features *f, FILE *out)
{
    struct ws_column panel[WS_F_COUNT];
    for (uint32_t i = 0; i < f->blocks->n; i += WS_PANEL) {
        ws_features_panel(f, i / WS_PANEL, panel);
        write_panel(panel, f->blocks->n - i, WS_F_COUNT, out);
    }
}

/* The rows of a page: of the first stage without p (a file), else of the second. false: no memory or
 * not enough of p. */
static bool write_rows(const struct ws_analysis *a, FILE *p, FILE *out)
{
    if (!p) {
        write_features(&a->features, out);
        return true;
    }
    float *judged = ws_arena_alloc(a->arena, (a->blocks.n + 1) * sizeof *judged);
    if (!judged || fread(judged, sizeof *judged, a->blocks.n, p) != a->blocks.n)
        return false;
    if (!a->blocks.n)
        return true;
    struct ws_column *v = ws_context_compute(a->features.survey, judged, a->arena);
    for (uint32_t i = 0; v && i < a->blocks.n; i += WS_PANEL)
        write_panel(ws_panel_of(v, i, WS_C_COUNT), a->blocks.n - i, WS_C_COUNT, out);
    return v;
}

static bool dump_features(struct pages *in, const char *stem, const char *list, FILE *p)
{
    struct list tables = {0};
    FILE *out = open_out(stem, ".f32");
    if (!out || !read_list(list, &tables))
        return false;
    struct ws_error err;
    struct ws_page page;
    enum ws_status st;
    bool good = true;
    while (good && (st = next_page(in, &page)) == WS_OK) {
        struct ws_analysis a;
        const struct ws_odds *odds = find_table(&tables, page.url);
        ws_extractor_use_odds(in->x, odds);
        if (odds && ws_analyse(in->x, &page, &a, &err) == WS_OK)
            good = write_rows(&a, p, out);
    }
    for (unsigned f = 0; f < (unsigned)(p ? WS_C_COUNT : WS_F_COUNT); f++)
        puts(p ? ws_context_name(f) : ws_feature_name(f));
    return close_out(out) && good && st == WS_EOF;
}

static int usage(void)
{
    fprintf(stderr, "usage: dump tokens PAGES.warc.gz OUT\n"
                    "       dump prompts PAGES.warc.gz OUT\n"
                    "       dump features PAGES.warc.gz OUT TABLES\n"
                    "       dump context PAGES.warc.gz OUT TABLES P\n");
    return 2;
}

int main(int argc, char **argv)
{
    bool tokens = argc == 4 && !strcmp(argv[1], "tokens"), prompts = argc == 4 && !strcmp(argv[1], "prompts");
    bool context = argc == 6 && !strcmp(argv[1], "context");
    if (!tokens && !prompts && !context && !(argc == 5 && !strcmp(argv[1], "features")))
        return usage();
    struct pages in = {0};
    FILE *p = context ? fopen(argv[5], "rb") : NULL;
    if (!open_pages(argv[2], &in) || (context && !p)) {
        fprintf(stderr, "dump: cannot open %s\n", in.in ? argv[5] : argv[2]);
        return 2;
    }
    bool good = tokens    ? dump_tokens(&in, argv[3])
                : prompts ? dump_prompts(&in, argv[3])
                          : dump_features(&in, argv[3], argv[4], p);
    close_pages(&in);
    return good ? 0 : 3;
}
