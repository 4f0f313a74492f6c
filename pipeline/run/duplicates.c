#include "pipeline/run/duplicates.h"
#include "pipeline/corpus/corpus.h"
#include "pipeline/corpus/minhash_file.h"
#include "pipeline/dedup/shard_lines.h"
#include "pipeline/input/surt.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

/* What a key is of, and so why it makes a duplicate; bands: BAND and more. */
enum key_table { OF_URL, OF_TEXT, OF_BAND };
#define KEYS_MAX (OF_BAND + 14)
#define FORM_MAX ((size_t)1 << 20)

struct key {
    uint64_t high, low; /* low: of a band mixed with its number; never both 0 */
};

/* Behind each other in ws_slot.documents. */
struct document {
    size_t line_end; /* in ws_slot.lines; it begins where the line before it ends */
    const char *charset;
    enum ws_charset_source charset_source;
    bool crawl;
    uint8_t n_keys;
    uint8_t of[KEYS_MAX];
    struct key keys[KEYS_MAX];
};

/* --- keys ------------------------------------------------------------------------------------ */

bool ws_duplicate_keys_init(struct ws_duplicate_keys *k, const struct ws_corpus_options *o)
{
    struct ws_minhash_options minhash;
    *k = (struct ws_duplicate_keys){.options = o};
    ws_doc_reader_init(&k->texts);
    ws_buf_init(&k->form, FORM_MAX);
    ws_minhash_options_init(&minhash);
    k->minhash = o->dedup == WS_DEDUP_NEAR ? ws_minhash_new(&minhash) : NULL;
    return o->dedup != WS_DEDUP_NEAR || k->minhash;
}

void ws_duplicate_keys_release(struct ws_duplicate_keys *k)
{
    ws_doc_reader_release(&k->texts);
    ws_buf_release(&k->form);
    ws_minhash_free(k->minhash);
    k->minhash = NULL;
}

static void add_key(struct document *d, const void *p, size_t n, unsigned of)
{
    const XXH128_hash_t h = XXH3_128bits_withSeed(p, n, of);
    d->of[d->n_keys] = (uint8_t)of;
    d->keys[d->n_keys++] = (struct key){h.high64, h.low64 | 1};
}

static bool add_bands(struct ws_duplicate_keys *k, struct document *d, struct ws_slice text)
{
    struct ws_minhash_options o;
    uint64_t sig[WS_MINHASH_MAX];
    ws_minhash_options_init(&o);
    enum ws_status st = ws_minhash_sign(k->minhash, text, sig);
    for (unsigned band = 0; st == WS_OK && band < o.bands && band < KEYS_MAX - OF_BAND; band++)
        add_key(d, sig + (size_t)band * o.rows, o.rows * sizeof *sig, OF_BAND + band);
    return st != WS_FATAL;
}

/* false: no memory. An address beyond all measure is like no other. */
static bool find_keys(struct ws_duplicate_keys *k, struct ws_slice url, struct ws_slice text, struct document *d)
{
    struct ws_slice plain;
    k->form.n = 0;
    if (k->options->url_dedup && url.n && ws_surt_page(url, &k->form))
        add_key(d, k->form.p, k->form.n, OF_URL);
    if (k->options->dedup == WS_DEDUP_NONE)
        return true;
    if (!ws_doc_plain(&k->texts, text, &plain))
        return false;
    add_key(d, plain.p, plain.n, OF_TEXT);
    return k->options->dedup != WS_DEDUP_NEAR || add_bands(k, d, text);
}

bool ws_duplicate_note(struct ws_duplicate_keys *k, struct ws_slot *s, struct ws_slice line, struct ws_slice url,
                       const struct ws_article *art)
{
    struct document d = {.charset = art->charset, .charset_source = art->charset_source};
    if (!find_keys(k, url, art->text, &d) || !ws_buf_append(&s->lines, line.p, line.n))
        return false;
    d.line_end = s->lines.n;
    return ws_buf_append(&s->documents, &d, sizeof d);
}

void ws_duplicate_note_crawl(struct ws_slot *s)
{
    struct document d;
    if (s->documents.n < sizeof d)
        return;
    uint8_t *at = s->documents.p + s->documents.n - sizeof d;
    memcpy(&d, at, sizeof d);
    d.crawl = true;
    memcpy(at, &d, sizeof d);
}

/* --- the table ------------------------------------------------------------------------------- */

struct ws_duplicates {
    const struct ws_sift_options *options;
    struct ws_duplicate_keys keys; /* of what is read again */
    struct key *table;             /* open addressing; low 0: empty */
    size_t n, size;                /* a power of two */
    struct ws_chunk_filler filler, reject_filler;
    struct ws_buf reason; /* members of a reject */
};

#define SIZE_FIRST ((size_t)1 << 12)

struct ws_duplicates *ws_duplicates_new(const struct ws_sift_options *o, const struct ws_shard_place *place)
{
    struct ws_duplicates *d = calloc(1, sizeof *d);
    const size_t line = 4 * o->extract.max_page_bytes; /* as ws_job_max_line() */
    if (!d)
        return NULL;
    d->options = o;
    d->size = SIZE_FIRST;
    d->table = calloc(d->size, sizeof *d->table);
    ws_buf_init(&d->reason, 1000);
    bool ok = ws_duplicate_keys_init(&d->keys, &o->corpus) &&
              ws_chunk_filler_init(&d->filler, place->compress, o->shard_bytes, line) &&
              ws_chunk_filler_init(&d->reject_filler, place->compress, o->shard_bytes, line + 1000);
    if (ok && d->table)
        return d;
    ws_duplicates_free(d);
    return NULL;
}

void ws_duplicates_free(struct ws_duplicates *d)
{
    if (!d)
        return;
    ws_duplicate_keys_release(&d->keys);
    ws_chunk_filler_release(&d->filler);
    ws_chunk_filler_release(&d->reject_filler);
    ws_buf_release(&d->reason);
    free(d->table);
    free(d);
}

void ws_duplicates_clear(struct ws_duplicates *d)
{
    memset(d->table, 0, d->size * sizeof *d->table);
    d->n = 0;
}

/* Where k is, or would be. */
static struct key *find(const struct ws_duplicates *d, const struct key *k)
{
    size_t i = (size_t)k->high & (d->size - 1);
    while (d->table[i].low && (d->table[i].low != k->low || d->table[i].high != k->high))
        i = (i + 1) & (d->size - 1);
    return &d->table[i];
}

static bool grow(struct ws_duplicates *d)
{
    struct key *old = d->table;
    const size_t n = d->size;
    struct key *table = calloc(2 * n, sizeof *table);
    if (!table)
        return false;
    d->table = table;
    d->size = 2 * n;
    for (size_t i = 0; i < n; i++)
        if (old[i].low)
            *find(d, &old[i]) = old[i];
    free(old);
    return true;
}

/* false: no memory. */
static bool remember(struct ws_duplicates *d, const struct document *doc)
{
    for (unsigned i = 0; i < doc->n_keys; i++) {
        struct key *at = find(d, &doc->keys[i]);
        d->n += at->low == 0;
        *at = doc->keys[i];
        if (2 * d->n > d->size && !grow(d))
            return false;
    }
    return true;
}

/* Why doc is a duplicate, the least that it has to be like another; WS_REJECT_NONE: it is none. */
static enum ws_reject judge(const struct ws_duplicates *d, const struct document *doc)
{
    for (unsigned i = 0; i < doc->n_keys; i++)
        if (find(d, &doc->keys[i])->low)
            return doc->of[i] == OF_URL    ? WS_REJECT_URL_DUPLICATE
                   : doc->of[i] == OF_TEXT ? WS_REJECT_EXACT_DUPLICATE
                                           : WS_REJECT_NEAR_DUPLICATE;
    return WS_REJECT_NONE;
}

/* --- what was written before ----------------------------------------------------------------- */

static enum ws_status no_memory(struct ws_error *err)
{
    ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
    return WS_FATAL;
}

/* Texts and addresses have readers of their own: each borrows from its last call. */
static bool read_line(struct ws_duplicates *d, struct ws_doc_reader *urls, struct ws_doc_reader *texts,
                      struct ws_slice line)
{
    struct ws_doc doc;
    struct ws_slice text, url;
    struct document found = {.n_keys = 0};
    if (!ws_doc_scan(line, &doc))
        return true;
    return ws_doc_text(texts, doc.text, &text) == WS_OK && ws_doc_text(urls, doc.url, &url) == WS_OK &&
           find_keys(&d->keys, url, text, &found) && remember(d, &found);
}

static enum ws_status read_shard(struct ws_duplicates *d, const char *path, struct ws_error *err)
{
    struct ws_shard_lines lines;
    struct ws_doc_reader urls, texts;
    struct ws_slice line;
    ws_doc_reader_init(&urls);
    ws_doc_reader_init(&texts);
    enum ws_status st = ws_shard_lines_open(&lines, path, NULL, err);
    while (st == WS_OK && (st = ws_shard_lines_next(&lines, &line, err)) == WS_OK)
        if (!read_line(d, &urls, &texts, line))
            st = no_memory(err);
    ws_shard_lines_close(&lines);
    ws_doc_reader_release(&urls);
    ws_doc_reader_release(&texts);
    return st == WS_EOF ? WS_OK : st;
}

enum ws_status ws_duplicates_read(struct ws_duplicates *d, const char *dir, const struct ws_shards *shards,
                                  struct ws_error *err)
{
    char path[PATH_MAX];
    for (size_t i = 0; i < shards->n; i++) {
        char *part = ws_part_name(shards->list[i].name, shards->attempt);
        if (!part)
            return no_memory(err);
        snprintf(path, sizeof path, "%s/%s", dir, part);
        free(part);
        if (shards->list[i].bytes && read_shard(d, path, err) != WS_OK)
            return WS_FATAL;
    }
    return WS_OK;
}

/* --- what is in a slot ----------------------------------------------------------------------- */

static struct document document_at(const struct ws_slot *s, size_t i)
{
    struct document d;
    memcpy(&d, s->documents.p + i * sizeof d, sizeof d);
    return d;
}

static bool put_line(struct ws_chunk_filler *f, struct ws_slice line, struct ws_slice more, size_t closing,
                     struct ws_chunks *done)
{
    const size_t at = f->plain.n, head = line.n - closing;
    return ws_buf_append(&f->plain, line.p, head) && ws_buf_append(&f->plain, more.p, more.n) &&
           ws_buf_append(&f->plain, line.p + head, closing) && ws_chunk_line_added(f, at, done);
}

/* To the rejects, with the reason as the last members of the record, or of its metadata. */
static bool put_reject(struct ws_duplicates *d, struct ws_slot *s, struct ws_slice line, enum ws_reject reason)
{
    const struct ws_verdict v = {.reason = reason};
    const size_t closing = d->options->layout.schema == WS_SCHEMA_FLAT ? 2 : 3; /* "}\n", "}}\n" */
    struct ws_doc doc;
    struct ws_slice url;
    if (!d->options->corpus.rejects || !ws_doc_scan((struct ws_slice){line.p, line.n - 1}, &doc) ||
        ws_doc_text(&d->keys.texts, doc.url, &url) != WS_OK || !ws_reject_is_sampled(&d->options->corpus, url))
        return true;
    d->reason.n = 0;
    return ws_verdict_append(&v, &d->reason) &&
           put_line(&d->reject_filler, line, (struct ws_slice){d->reason.p, d->reason.n}, closing, &s->rejects);
}

static void uncount(struct ws_stats *s, const struct document *doc, enum ws_reject reason)
{
    s->counts.outcomes[WS_OUT_ARTICLE]--;
    s->counts.outcomes[ws_reject_outcome(reason)]++;
    s->counts.rejects[reason]++;
    s->counts.crawl_metadata -= doc->crawl;
    ws_stats_article_gone(s, doc->charset, doc->charset_source);
}

/* Signatures have the number of their document, counted from the first of the slot. */
static void drop_signatures(struct ws_slot *s, const uint8_t *reasons, size_t n, uint64_t first)
{
    struct ws_minhash_options o;
    ws_minhash_options_init(&o);
    const size_t record = WS_MINHASH_RECORD(o.bands * o.rows);
    size_t to = 0, document = 0;
    uint32_t kept = 0;
    for (size_t at = 0; at < s->signatures.n; at += record) {
        uint8_t *p = s->signatures.p + at, *number = p + record - 4;
        const size_t i = (size_t)(ws_minhash_index(number) - first);
        for (; document < i && document < n; document++)
            kept += !reasons[document];
        if (i >= n || reasons[i])
            continue;
        ws_minhash_set_index(number, (uint32_t)first + kept);
        memmove(s->signatures.p + to, p, record);
        to += record;
    }
    s->signatures.n = to;
}

/* What stays of the lines, compressed again. */
static bool fill_again(struct ws_duplicates *d, struct ws_slot *s, const uint8_t *reasons, size_t n)
{
    size_t from = 0;
    ws_chunks_clear(&s->out);
    for (size_t i = 0; i < n; i++) {
        const struct document doc = document_at(s, i);
        const struct ws_slice line = {s->lines.p + from, doc.line_end - from};
        const enum ws_reject reason = (enum ws_reject)reasons[i];
        from = doc.line_end;
        if (reason)
            uncount(&s->stats, &doc, reason);
        if (!(reason ? put_reject(d, s, line, reason) : put_line(&d->filler, line, (struct ws_slice){0}, 0, &s->out)))
            return false;
    }
    return ws_chunk_close(&d->filler, &s->out) && ws_chunk_close(&d->reject_filler, &s->rejects);
}

static bool drop(struct ws_duplicates *d, struct ws_slot *s, uint8_t *reasons, size_t n)
{
    size_t dropped = 0;
    _Static_assert(WS_REJECT_COUNT <= UINT8_MAX, "a reason is a byte");
    for (size_t i = 0; i < n; i++) {
        const struct document doc = document_at(s, i);
        reasons[i] = (uint8_t)judge(d, &doc);
        dropped += reasons[i] != WS_REJECT_NONE;
        if (!reasons[i] && !remember(d, &doc))
            return false;
    }
    if (!dropped)
        return true;
    drop_signatures(s, reasons, n, s->stats.counts.outcomes[WS_OUT_ARTICLE] - n);
    return fill_again(d, s, reasons, n);
}

bool ws_duplicates_drop(struct ws_duplicates *d, struct ws_slot *s)
{
    const size_t n = s->documents.n / sizeof(struct document);
    uint8_t *reasons = n ? malloc(n) : NULL;
    bool ok = n == 0 || (reasons && drop(d, s, reasons, n));
    free(reasons);
    s->lines.n = 0;
    s->documents.n = 0;
    return ok;
}
