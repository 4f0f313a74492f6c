#include "pipeline/worker.h"
#include "pipeline/extract/dates/date.h"
#include "pipeline/extract/extractor.h"
#include "pipeline/extract/host/host_note.h"
#include "pipeline/input/crawl.h"
#include "pipeline/page/charset.h"
#include "pipeline/run/signatures.h"

#include <stdio.h>
#include <string.h>

#define MEMBERS_MAX ((size_t)1 << 20) /* bytes of JSON that the corpus stage adds to a line */

/* A line of JSON at most: a page is text of its own size, with room for escapes. */
size_t ws_job_max_line(const struct ws_job *job)
{
    return 4 * job->options->extract.max_page_bytes;
}

bool ws_worker_init(struct ws_worker *w, const struct ws_job *job)
{
    const struct ws_sift_options *o = job->options;
    *w = (struct ws_worker){.job = job};
    w->http = ws_http_decoder_new(&o->archive);
    w->extractor = ws_extractor_new(&o->extract);
    w->converter = ws_converter_new(&o->extract);
    w->matcher = ws_matcher_new();
    w->judge = ws_corpus_judge_new(&job->corpus);
    ws_buf_init(&w->members, MEMBERS_MAX);
    bool filler = ws_chunk_filler_init(&w->filler, job->place.compress, o->shard_bytes,
                                       ws_job_max_line(job));
    filler = filler && (!o->corpus.rejects ||
                        ws_chunk_filler_init(&w->reject_filler, job->place.compress, o->shard_bytes,
                                             ws_job_max_line(job)));
    w->spans = ws_span_reader_new(&o->archive);
    bool keys = ws_duplicate_keys_init(&w->keys, &o->corpus);
    w->minhash = o->corpus.minhash ? ws_signatures_minhash() : NULL;
    if (o->verify_digests)
        w->digester = ws_digester_new(&o->archive);
    return keys && filler && w->spans && w->http && w->extractor && w->converter && w->matcher &&
           w->judge && (w->minhash || !o->corpus.minhash) && (w->digester || !o->verify_digests);
}

void ws_worker_release(struct ws_worker *w)
{
    ws_http_decoder_free(w->http);
    ws_extractor_free(w->extractor);
    ws_converter_free(w->converter);
    ws_matcher_free(w->matcher);
    ws_corpus_judge_free(w->judge);
    ws_minhash_free(w->minhash);
    ws_duplicate_keys_release(&w->keys);
    ws_buf_release(&w->members);
    ws_digester_free(w->digester);
    ws_span_reader_free(w->spans);
    ws_batch_release(&w->batch);
    ws_chunk_filler_release(&w->filler);
    ws_chunk_filler_release(&w->reject_filler);
    ws_archive_close(w->ahead);
}

/* --- metadata of the crawler ---------------------------------------------------------- */

static void look_ahead(struct ws_worker *w)
{
    enum ws_status st = ws_archive_next(w->ahead, &w->next);
    w->has_next = st == WS_OK || st == WS_WARN;
}

bool ws_worker_begin(struct ws_worker *w, const struct ws_slot *s)
{
    struct ws_error err;
    if (!w->job->options->use_crawl_metadata)
        return true;
    if (ws_archive_open_batch(s->batch, &w->job->options->archive, &w->ahead, &err) != WS_OK)
        return false;
    look_ahead(w);
    return true;
}

void ws_worker_end(struct ws_worker *w)
{
    ws_archive_close(w->ahead);
    w->ahead = NULL;
}

/* What the record behind rec, or rec itself, has of it: the cutter keeps the two in one batch.
 */
static bool find_crawl(struct ws_worker *w, const struct ws_record *rec)
{
    struct ws_slice block;
    w->crawl = (struct ws_crawl){0};
    if (!w->ahead)
        return false;
    if (rec->type == WS_REC_CONVERSION)
        return ws_crawl_read_list(
            ws_field_get(rec->fields, rec->n_fields, "WARC-Identified-Content-Language"),
            &w->crawl);
    return w->has_next && w->next.type == WS_REC_METADATA &&
           ws_record_names(&w->next, rec->id) &&
           ws_archive_block(w->ahead, &w->next, &block) == WS_OK &&
           ws_crawl_read(block, &w->crawl);
}

/* Where a page declares no charset that is true, the crawler's takes the place of a guess.
 * Makes *type of it when the page has to be read again. */
static bool needs_crawl_charset(const struct ws_worker *w, struct ws_article *about,
                                char (*type)[80])
{
    const char *name = w->crawl.charset.n ? ws_charset_by_label(w->crawl.charset) : NULL;
    if (!name || about->charset_source < WS_CHARSET_DETECTED)
        return false;
    if (strcmp(name, about->charset) == 0) {
        about->charset_source = WS_CHARSET_CRAWL;
        return false;
    }
    snprintf(*type, sizeof *type, "text/html; charset=%s", name);
    return true;
}

static void mark_crawl_charset(struct ws_article *about)
{
    if (about->charset_source == WS_CHARSET_HTTP) /* else the bytes refute it */
        about->charset_source = WS_CHARSET_CRAWL;
}

/* --- a page --------------------------------------------------------------------------- */

static enum ws_status extract(struct ws_worker *w, struct ws_page *page, struct ws_article *art)
{
    struct ws_error err;
    char type[80];
    enum ws_status st = ws_extract(w->extractor, page, art, &err);
    if (st != WS_OK || !needs_crawl_charset(w, art, &type))
        return st;
    page->content_type = ws_slice_of(type);
    st = ws_extract(w->extractor, page, art, &err);
    mark_crawl_charset(art);
    return st;
}

static enum ws_status cut(struct ws_worker *w, struct ws_page *page, struct ws_analysis *a)
{
    struct ws_error err;
    char type[80];
    enum ws_status st = ws_cut_page(w->extractor, page, a, &err);
    if (st != WS_OK || !needs_crawl_charset(w, &a->about, &type))
        return st;
    page->content_type = ws_slice_of(type);
    return ws_cut_page(w->extractor, page, a, &err);
}

static enum ws_outcome note_page(struct ws_worker *w, struct ws_slot *s, struct ws_page *page)
{
    struct ws_analysis a;
    enum ws_status st = cut(w, page, &a);
    if (st == WS_SKIP)
        return WS_OUT_PAGE_LIMIT;
    return st == WS_OK && ws_host_note(&a, page->url, &s->notes) ? WS_OUT_ARTICLE
                                                                 : WS_OUT_OF_MEMORY;
}

/* The line of an article, into the chunk that is being filled. WS_SKIP: it is too long; WS_FATAL: no memory. */
static enum ws_status write_line(struct ws_worker *w, struct ws_slot *s, const struct ws_record *rec,
                                 const struct ws_article *art, struct ws_chunk_filler *f,
                                 struct ws_chunks *done, struct ws_slice *line)
{
    const struct ws_payload *p = &w->payload;
    char date[WS_DATE_LEN];
    bool dated = ws_date_normalise(rec->date, date);
    struct ws_origin from = {
        .id = rec->id,
        .url = rec->target_uri,
        .date = {(const uint8_t *)date, dated ? sizeof date : 0},
        .digest = rec->payload_digest,
        .truncated = rec->truncated,
        .content_type = ws_slice_of(p->mime),
        .source = w->job->inputs.list[s->input].source,
        .offset = rec->offset,
        .length = rec->length,
        .status = p->status,
        .type = rec->type,
        .crawl = w->job->options->use_crawl_metadata ? &w->crawl : NULL,
        .members = {w->members.p, w->members.n},
    };
    size_t at = f->plain.n;
    if (!ws_line_append(&f->plain, &w->job->options->layout, &from, art))
        return WS_SKIP;
    const size_t n = f->plain.n - at;
    if (!ws_chunk_line_added(f, at, done))
        return WS_FATAL;
    *line = (struct ws_slice){f->plain.p + f->plain.n - n, n};
    return WS_OK;
}

/* With --dedup: what the commit decides by. false: no memory. */
static bool note_keys(struct ws_worker *w, struct ws_slot *s, const struct ws_record *rec, struct ws_slice line,
                      const struct ws_article *art)
{
    const struct ws_corpus_options *o = &w->job->options->corpus;
    return (o->dedup == WS_DEDUP_NONE && !o->url_dedup) ||
           ws_duplicate_note(&w->keys, s, line, rec->target_uri, art);
}

static enum ws_outcome write_article(struct ws_worker *w, struct ws_slot *s, const struct ws_record *rec,
                                     const struct ws_article *art)
{
    struct ws_slice line;
    enum ws_status st = write_line(w, s, rec, art, &w->filler, &s->out, &line);
    if (st != WS_OK)
        return st == WS_SKIP ? WS_OUT_PAGE_LIMIT : WS_OUT_OF_MEMORY;
    if (!note_keys(w, s, rec, line, art))
        return WS_OUT_OF_MEMORY;
    /* articles of this slot that are counted already: its number */
    if (w->minhash && !ws_signatures_add(w->minhash, art->text, s->stats.counts.outcomes[WS_OUT_ARTICLE], &s->signatures))
        return WS_OUT_OF_MEMORY;
    ws_stats_article(&s->stats, art);
    return WS_OUT_ARTICLE;
}

/* Counts what the corpus stage rejects, and writes it where that is wanted, with the reason. One whose line is too
 * long is counted only. */
static enum ws_outcome reject(struct ws_worker *w, struct ws_slot *s, const struct ws_record *rec,
                              const struct ws_article *art, const struct ws_verdict *v)
{
    const struct ws_corpus_options *o = &w->job->options->corpus;
    struct ws_slice line;
    s->stats.counts.rejects[v->reason]++;
    if (o->rejects && !s->survey && ws_reject_is_sampled(o, rec->target_uri) &&
        (!ws_verdict_append(v, &w->members) ||
         write_line(w, s, rec, art, &w->reject_filler, &s->rejects, &line) == WS_FATAL))
        return WS_OUT_OF_MEMORY;
    return ws_reject_outcome(v->reason);
}

bool ws_worker_close_chunks(struct ws_worker *w, struct ws_slot *s)
{
    return ws_chunk_close(&w->filler, &s->out) &&
           (!w->reject_filler.encoder || ws_chunk_close(&w->reject_filler, &s->rejects));
}

/* The text of an article through the corpus stage. */
static enum ws_outcome sift_text(struct ws_worker *w, struct ws_slot *s,
                                 const struct ws_record *rec, struct ws_article *art)
{
    struct ws_document d = {.record = rec,
                            .http = w->payload.is_message ? &w->payload.http : NULL,
                            .article = art,
                            .plain = art->plain.p ? art->plain : art->text,
                            .members = &w->members,
                            .markdown = rec->type != WS_REC_CONVERSION &&
                                        w->job->options->extract.format == WS_TEXT_MARKDOWN};
    ws_buf_clear(&w->members, MEMBERS_MAX);
    switch (ws_corpus_judge(w->judge, &d)) {
    case WS_OK:
        for (int i = 0; i < WS_PII_COUNT; i++)
            s->stats.counts.pii[i] += d.pii[i];
        return write_article(w, s, rec, art);
    case WS_SKIP:
        return reject(w, s, rec, art, &d.verdict);
    default:
        return WS_OUT_OF_MEMORY;
    }
}

/* Text of a page, or of a conversion, to its line. */
static enum ws_outcome read_text(struct ws_worker *w, struct ws_slot *s,
                                 const struct ws_record *rec,
                                 const struct ws_host_memory *memory)
{
    struct ws_article art;
    struct ws_error err;
    bool conversion = rec->type == WS_REC_CONVERSION;
    struct ws_page page = {.bytes = w->payload.bytes,
                           .content_type = w->payload.content_type,
                           .url = rec->target_uri,
                           .fetched = rec->date,
                           .host_memory = memory};
    bool crawl = find_crawl(w, rec);
    if (s->survey)
        return conversion ? WS_OUT_ARTICLE : note_page(w, s, &page);
    enum ws_status st =
        conversion ? ws_convert(w->converter, &page, &art, &err) : extract(w, &page, &art);
    if (st == WS_SKIP)
        return WS_OUT_PAGE_LIMIT;
    if (st == WS_FATAL)
        return WS_OUT_OF_MEMORY;
    if (art.text.n == 0)
        return WS_OUT_EMPTY;
    enum ws_outcome outcome = sift_text(w, s, rec, &art);
    s->stats.counts.crawl_metadata += crawl && outcome == WS_OUT_ARTICLE;
    if (crawl && outcome == WS_OUT_ARTICLE)
        ws_duplicate_note_crawl(s);
    return outcome;
}

/* --- a record ------------------------------------------------------------------------- */

/* The beginning of a record in segments is cut off as much as one that the crawler did not read
 * to its end. */
static void mark_truncated(struct ws_record *rec)
{
    bool part = rec->segment == WS_SEGMENT_NO_END || rec->segment == WS_SEGMENT_GAP ||
                rec->segment == WS_SEGMENT_TOO_BIG;
    if (part && !rec->truncated.n)
        rec->truncated = ws_slice_of("segment");
}

static enum ws_outcome judge(struct ws_worker *w, struct ws_slot *s,
                             const struct ws_record *rec)
{
    const struct ws_payload *p = &w->payload;
    const struct ws_subject subject = {
        .status = p->status,
        .mime = p->media,
        .length = p->bytes.n,
        .url = rec->target_uri,
        .date = rec->date,
        .truncated = rec->truncated.n > 0,
    };
    bool gave_up = false;
    enum ws_outcome outcome = ws_filter_judge(&w->job->filter, w->matcher, &subject, &gave_up);
    if (gave_up) {
        struct ws_error e;
        ws_error_set(&e, WS_E_LIMIT, rec->offset, "a regular expression gave up on an address");
        ws_stats_warning(&s->stats, &e);
    }
    if (outcome != WS_OUT_ARTICLE)
        return outcome;
    static const struct ws_article UNREAD = {.charset = "", .charset_source = WS_CHARSET_DEFAULT};
    struct ws_verdict v = ws_corpus_judge_url(w->judge, rec->target_uri);
    ws_buf_clear(&w->members, MEMBERS_MAX);
    return v.reason ? reject(w, s, rec, &UNREAD, &v) : WS_OUT_ARTICLE;
}

static void note_warning(const struct ws_worker *w, struct ws_slot *s)
{
    if (w->payload.warned)
        ws_stats_warning(&s->stats, &w->payload.warning);
}

static enum ws_outcome sift_page(struct ws_worker *w, struct ws_slot *s, struct ws_archive *a,
                                 struct ws_record *rec, const struct ws_host_memory *memory)
{
    struct ws_slice block;
    struct ws_payload *p = &w->payload;
    enum ws_outcome outcome;
    if (ws_archive_block(a, rec, &block) != WS_OK)
        return WS_OUT_OF_MEMORY; /* the cutter left nothing else to go wrong */
    if (!ws_payload_open(w->http, rec, block, p, &outcome))
        return WS_OUT_OF_MEMORY;
    note_warning(w, s);
    if (outcome == WS_OUT_ARTICLE)
        outcome = judge(w, s, rec);
    if (outcome != WS_OUT_ARTICLE)
        return outcome;
    if (!ws_payload_decode(w->http, rec, p, &outcome))
        return WS_OUT_OF_MEMORY;
    note_warning(w, s);
    return outcome == WS_OUT_ARTICLE ? read_text(w, s, rec, memory) : outcome;
}

/* false: no memory. */
static bool verify_digests(struct ws_worker *w, struct ws_slot *s, struct ws_archive *a,
                           struct ws_record *rec)
{
    struct ws_slice block;
    enum ws_digest_verdict of_payload;
    if (ws_archive_block(a, rec, &block) != WS_OK ||
        ws_digest_payload(w->digester, rec, block, &of_payload, NULL) != WS_OK)
        return false;
    ws_stats_digests(&s->stats, ws_digest_block(w->digester, rec, block), of_payload,
                     rec->offset);
    return true;
}

enum ws_outcome ws_worker_sift(struct ws_worker *w, struct ws_slot *s, struct ws_archive *a,
                               struct ws_record *rec, const struct ws_host_memory *memory)
{
    if (w->ahead)
        look_ahead(w);
    if (w->digester && !s->survey && !verify_digests(w, s, a, rec))
        return WS_OUT_OF_MEMORY;
    if (rec->segment != WS_SEGMENT_NONE)
        ws_stats_segment(&s->stats, rec);
    if (rec->type == WS_REC_REVISIT)
        ws_stats_revisit(&s->stats, rec, w->job->options->list_revisits);
    if (rec->segment == WS_SEGMENT_NO_START)
        return WS_OUT_STRAY_SEGMENT;
    if (!ws_payload_is_in(rec->type))
        return WS_OUT_TYPE;
    mark_truncated(rec);
    return sift_page(w, s, a, rec, memory);
}
