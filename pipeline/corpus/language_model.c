#include "pipeline/corpus/language_model.h"

#ifdef WS_HAVE_FASTTEXT
#include "pipeline/corpus/fasttext.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct ws_language_model {
    struct ws_fasttext *fasttext;
};

static bool to_sha256(struct ws_slice s, char hex[WS_MODEL_SHA256])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    if (EVP_Digest(s.p, s.n, digest, &n, EVP_sha256(), NULL) != 1)
        return false;
    for (unsigned i = 0; i < n && 2 * i + 2 < WS_MODEL_SHA256; i++)
        snprintf(hex + (size_t)2 * i, 3, "%02x", digest[i]);
    return true;
}

/* The file in memory: what is digested is what is read. */
static bool map_file(const char *path, struct ws_slice *file)
{
    struct stat st = {.st_size = 0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    void *p = MAP_FAILED;
    bool regular = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
    errno = regular ? errno : EINVAL;
    if (regular && st.st_size > 0)
        p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    int why = errno;
    close(fd);
    errno = why;
    *file = (struct ws_slice){p, (size_t)st.st_size};
    return p != MAP_FAILED;
}

struct ws_language_model *ws_language_model_open(const char *path, char sha256[WS_MODEL_SHA256], char *msg,
                                                 size_t n_msg)
{
    struct ws_slice file;
    char why[120] = "no memory for it";
    struct ws_language_model *m = calloc(1, sizeof *m);
    if (!map_file(path, &file)) {
        snprintf(msg, n_msg, "%s: cannot be read: %s", path, strerror(errno));
        free(m);
        return NULL;
    }
    if (m && to_sha256(file, sha256))
        m->fasttext = ws_fasttext_load(file, why, sizeof why);
    munmap((void *)file.p, file.n);
    if (m && m->fasttext)
        return m;
    snprintf(msg, n_msg, "%s: %s", path, why);
    free(m);
    return NULL;
}

void ws_language_model_close(struct ws_language_model *m)
{
    if (m)
        ws_fasttext_free(m->fasttext);
    free(m);
}

bool ws_language_model_ask(const struct ws_language_model *m, struct ws_slice line, char *label, size_t size,
                           double *probability)
{
    return ws_fasttext_ask(m->fasttext, line, label, size, probability);
}
#else
#include <stdio.h>

struct ws_language_model *ws_language_model_open(const char *path, char sha256[WS_MODEL_SHA256], char *msg,
                                                 size_t n_msg)
{
    (void)sha256;
    snprintf(msg, n_msg, "%s: this build has no fastText to read it", path);
    return NULL;
}

void ws_language_model_close(struct ws_language_model *m)
{
    (void)m;
}

bool ws_language_model_ask(const struct ws_language_model *m, struct ws_slice line, char *label, size_t size,
                           double *probability)
{
    (void)m;
    (void)line;
    *probability = 0;
    return size && (*label = '\0', false);
}
#endif
