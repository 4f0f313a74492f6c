/* dump - blocks and features of the pages of an archive, for the trainer.
 *
 *     dump PAGES.warc.gz OUT > OUT.names
 *
 * Writes OUT.jsonl, one line a page: {"url": ..., "n": blocks, "blocks": [text, ...]}, and
 * OUT.f32, the features of all blocks in the same order: one row of 32-bit floats (of this
 * machine) a block. The names of the columns go to the standard output. */
#include "pipeline/extract/analysis.h"
#include "warcsift/archive.h"

#include <stdio.h>
#include <stdlib.h>

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

static void write_page(const struct ws_analysis *a, struct ws_slice url, FILE *text, FILE *rows)
{
    fprintf(text, "{\"url\": ");
    put_string(text, url);
    fprintf(text, ", \"n\": %u, \"blocks\": [", a->blocks.n);
    for (uint32_t i = 0; i < a->blocks.n; i++) {
        fputs(i ? ", " : "", text);
        put_string(text, a->blocks.v[i].text);
    }
    fprintf(text, "]}\n");
    fwrite(a->features.v, WS_F_COUNT * sizeof(float), a->blocks.n, rows);
}

static enum ws_status next_page(struct ws_archive *in, struct ws_http_decoder *http,
                                struct ws_record *rec, struct ws_page *page)
{
    struct ws_error err;
    struct ws_slice block;
    struct ws_http h;
    for (;;) {
        enum ws_status st = ws_archive_next(in, rec);
        if (st == WS_EOF || st == WS_FATAL)
            return st;
        if (st != WS_SKIP && rec->type == WS_REC_RESPONSE &&
            ws_archive_block(in, rec, &block) == WS_OK &&
            ws_http_parse(http, block, &h, &err) == WS_OK &&
            ws_http_body(http, &h, &page->bytes, &err) <= WS_WARN) {
            page->content_type = h.content_type;
            page->url = rec->target_uri;
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

int main(int argc, char **argv)
{
    struct ws_archive *in = NULL;
    struct ws_error err;
    if (argc != 3 || ws_archive_open(argv[1], NULL, &in, &err) != WS_OK) {
        fprintf(stderr, argc != 3 ? "usage: dump PAGES.warc.gz OUT\n"
                                  : "dump: cannot open the archive\n");
        return 2;
    }
    ws_extract_global_init();
    struct ws_extractor *x = ws_extractor_new(NULL);
    struct ws_http_decoder *http = ws_http_decoder_new(NULL);
    FILE *text = open_out(argv[2], ".jsonl"), *rows = open_out(argv[2], ".f32");
    if (!x || !http || !text || !rows)
        return 3;
    struct ws_record rec;
    struct ws_page page;
    enum ws_status st;
    while ((st = next_page(in, http, &rec, &page)) == WS_OK) {
        struct ws_analysis a;
        if (ws_analyse(x, &page, &a, &err) == WS_OK)
            write_page(&a, page.url, text, rows);
    }
    for (unsigned f = 0; f < WS_F_COUNT; f++)
        puts(ws_feature_name(f));
    bool bad = ferror(text) || ferror(rows);
    bad |= fclose(text) != 0;
    bad |= fclose(rows) != 0;
    ws_extractor_free(x);
    ws_http_decoder_free(http);
    ws_archive_close(in);
    return bad || st == WS_FATAL ? 3 : 0;
}
