#ifdef WS_HAVE_FASTTEXT
#include "pipeline/corpus/fasttext.h"

#include <cstdio>
#include <exception>
#include <fasttext/fasttext.h>
#include <istream>
#include <new>
#include <stdexcept>
#include <streambuf>
#include <utility>
#include <vector>

/* A stream of bytes that are in memory. Nobody writes to it. */
struct byte_stream : private std::streambuf, public std::istream {
    explicit byte_stream(ws_slice s) : std::istream(this)
    {
        char *p = const_cast<char *>(reinterpret_cast<const char *>(s.p));
        setg(p, p, p + s.n);
    }
};

struct ws_fasttext : private fasttext::FastText {
    explicit ws_fasttext(ws_slice file)
    {
        byte_stream in(file);
        /* The library asks for no more than a model has; of one that is cut off it would read on for ever. */
        in.exceptions(std::ios::failbit | std::ios::badbit | std::ios::eofbit);
        if (!checkModel(in))
            throw std::invalid_argument("not in the format of fastText, or of a newer version");
        loadModel(in);
        if (getArgs().model != fasttext::model_name::sup)
            throw std::invalid_argument("a model of words, not of labels");
    }
    using fasttext::FastText::predictLine;
};

ws_fasttext *ws_fasttext_load(ws_slice file, char *msg, size_t n_msg)
{
    try {
        return new ws_fasttext(file);
    } catch (const std::ios_base::failure &) {
        std::snprintf(msg, n_msg, "cut off, or not in the format of fastText");
    } catch (const std::bad_alloc &) {
        std::snprintf(msg, n_msg, "no memory for it");
    } catch (const std::exception &e) {
        std::snprintf(msg, n_msg, "%s", e.what());
    }
    return nullptr;
}

void ws_fasttext_free(ws_fasttext *m)
{
    delete m;
}

bool ws_fasttext_ask(const ws_fasttext *m, ws_slice line, char *label, size_t size,
                     double *probability)
{
    *label = '\0';
    *probability = 0;
    try {
        byte_stream in(line);
        std::vector<std::pair<fasttext::real, std::string>> best;
        if (!m->predictLine(in, best, 1, 0) || best.empty())
            return true;
        std::snprintf(label, size, "%s", best[0].second.c_str());
        *probability = static_cast<double>(best[0].first);
    } catch (const std::bad_alloc &) {
        return false;
    } catch (const std::exception &) {
        /* "NaN encountered": a model that does not work knows nothing. */
        *label = '\0';
    }
    return true;
}
#endif
