#include "warc/net.h"
#include "warc/address.h"

#include <stdlib.h>
#include <strings.h>

/* A window has to have some size. */
#define LEAST_AHEAD ((uint64_t)64 << 10)

#ifdef WS_HAVE_CURL
#include <curl/curl.h>

static pthread_once_t curl_once = PTHREAD_ONCE_INIT;

static void begin_curl(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT); /* never undone: others may use it, too */
}

const char *ws_net_library(void)
{
    return curl_version_info(CURLVERSION_NOW)->version;
}

static void *new_handle(void)
{
    pthread_once(&curl_once, begin_curl);
    return curl_easy_init();
}

static void clear_handle(void *handle)
{
    curl_easy_reset(handle); /* its connections stay */
}

static void free_handle(void *handle)
{
    curl_easy_cleanup(handle);
}
#else
const char *ws_net_library(void)
{
    return NULL;
}

static void *new_handle(void)
{
    return NULL;
}

static void clear_handle(void *handle)
{
    (void)handle;
}

static void free_handle(void *handle)
{
    (void)handle;
}
#endif

void ws_net_options_init(struct ws_net_options *o)
{
    *o = (struct ws_net_options){.read_ahead = (uint64_t)64 << 20,
                                 .keep_behind = (uint64_t)16 << 20,
                                 .retries = 10,
                                 .timeout = 30};
}

struct ws_net *ws_net_new(const struct ws_net_options *o)
{
    struct ws_net *net = calloc(1, sizeof *net);
    if (!net)
        return NULL;
    if (o)
        net->options = *o;
    else
        ws_net_options_init(&net->options);
    if (net->options.read_ahead < LEAST_AHEAD)
        net->options.read_ahead = LEAST_AHEAD;
    pthread_mutex_init(&net->lock, NULL);
    return net;
}

void ws_net_watch(struct ws_net *net, bool (*interrupted)(void *ctx), void *ctx)
{
    net->options.interrupted = interrupted;
    net->options.ctx = ctx;
}

void ws_net_free(struct ws_net *net)
{
    if (!net)
        return;
    while (net->n_idle)
        free_handle(net->idle[--net->n_idle]);
    ws_aws_release(&net->aws);
    pthread_mutex_destroy(&net->lock);
    free(net);
}

void *ws_net_take(struct ws_net *net)
{
    void *handle = NULL;
    pthread_mutex_lock(&net->lock);
    if (net->n_idle)
        handle = net->idle[--net->n_idle];
    pthread_mutex_unlock(&net->lock);
    return handle ? handle : new_handle();
}

void ws_net_give(struct ws_net *net, void *handle)
{
    if (!handle)
        return;
    clear_handle(handle);
    pthread_mutex_lock(&net->lock);
    if (net->n_idle < WS_NET_IDLE) {
        net->idle[net->n_idle++] = handle;
        handle = NULL;
    }
    pthread_mutex_unlock(&net->lock);
    if (handle)
        free_handle(handle);
}

/* --- requests ------------------------------------------------------------------------- */

static enum ws_status no_memory(struct ws_error *err)
{
    ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
    return WS_FATAL;
}

static enum ws_status load_aws(struct ws_net *net, struct ws_error *err)
{
    char msg[120];
    bool ok = true;
    pthread_mutex_lock(&net->lock);
    if (!net->aws_loaded) {
        ok = ws_aws_load(&net->aws, net->options.no_sign_request, msg, sizeof msg);
        net->aws_loaded = ok;
        if (!ok)
            ws_aws_release(&net->aws);
    }
    pthread_mutex_unlock(&net->lock);
    if (!ok)
        ws_error_set(err, WS_E_IO, 0, "%s", msg);
    return ok ? WS_OK : WS_FATAL;
}

enum ws_status ws_net_request_query(struct ws_net *net, const char *path,
                                    const struct ws_query *query, size_t n_query,
                                    struct ws_request *r, struct ws_error *err)
{
    struct ws_slice bucket, key;
    *r = (struct ws_request){0};
    if (!ws_s3_parse(path, &bucket, &key)) {
        ws_error_set(err, WS_E_IO, 0, "not an address: s3://BUCKET/KEY");
        return WS_FATAL;
    }
    if (load_aws(net, err) != WS_OK)
        return WS_FATAL;
    r->is_s3 = true;
    r->aws = net->aws.key ? &net->aws : NULL;
    r->url = ws_s3_url(net->aws.endpoint, net->aws.region, bucket, key, query, n_query);
    return r->url ? WS_OK : no_memory(err);
}

enum ws_status ws_net_request(struct ws_net *net, const char *path, struct ws_request *r,
                              struct ws_error *err)
{
    *r = (struct ws_request){0};
    if (strncasecmp(path, "s3://", 5) == 0)
        return ws_net_request_query(net, path, NULL, 0, r, err);
    r->url = ws_url_clean(path);
    return r->url ? WS_OK : no_memory(err);
}

void ws_request_release(struct ws_request *r)
{
    free(r->url);
    *r = (struct ws_request){0};
}
