#include "pipeline/output/identity.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define TIME_TEXT 64

/* To the nanosecond: a file that is written twice in a second is another one. */
static bool time_text(const struct ws_input_identity *id, char text[TIME_TEXT])
{
    char seconds[40];
    struct tm tm;
    time_t mtime = (time_t)id->mtime;
    if (!gmtime_r(&mtime, &tm) || !strftime(seconds, sizeof seconds, "%Y-%m-%dT%H:%M:%S", &tm))
        return false;
    snprintf(text, TIME_TEXT, "%s.%09" PRIu32 "Z", seconds, id->mtime_ns);
    return true;
}

void ws_identity_render(struct ws_json *j, const struct ws_input_identity *id)
{
    char date[TIME_TEXT];
    ws_json_put_cstr(j, "{\"path\": ", id->path);
    ws_json_raw(j, ", \"size\": ");
    if (id->is_file || id->etag)
        ws_json_uint(j, id->size);
    else
        ws_json_raw(j, "null");
    ws_json_raw(j, ", \"mtime\": ");
    if (id->is_file && time_text(id, date))
        ws_json_cstr(j, date);
    else
        ws_json_raw(j, "null");
    ws_json_raw(j, ", \"etag\": ");
    if (id->etag)
        ws_json_cstr(j, id->etag);
    else
        ws_json_raw(j, "null");
    ws_json_raw(j, "}");
}

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool is_text(const json_t *value, const char *want)
{
    return json_is_string(value) && strcmp(json_string_value(value), want) == 0;
}

bool ws_identity_matches(const json_t *object, const struct ws_input_identity *id)
{
    char date[TIME_TEXT];
    const json_t *path = json_object_get(object, "path"), *size = json_object_get(object, "size");
    if (!json_is_string(path) || !json_is_integer(size) ||
        strcmp(file_name(json_string_value(path)), file_name(id->path)) != 0 ||
        (uint64_t)json_integer_value(size) != id->size)
        return false;
    if (id->etag)
        return is_text(json_object_get(object, "etag"), id->etag);
    return id->is_file && time_text(id, date) && is_text(json_object_get(object, "mtime"), date);
}
