# sar-export: the only makefile.  `make help` lists what it does.

VERSION = 0.1.0
PREFIX = /usr/local
DESTDIR =
O = build

# Lowest first.  What each may use is the table of STYLE: a module's unit
# tests are linked with just these, so a call that breaks it does not link.
MODULES = base picture play tlog redact phone spot clock request index sandbox \
	media ingest check retain suggest marks plan audio hear review package \
	disclosure docket board ledger casebook letter audit export
USES_base =
USES_picture = base
USES_play = base
USES_tlog = base
USES_redact = tlog base
USES_phone = base
USES_spot = phone base
USES_clock = base
USES_request = phone base
USES_index = request phone base
USES_sandbox = base
USES_media = sandbox base
USES_ingest = index request media sandbox redact tlog phone base
USES_check = index request media sandbox phone base
USES_retain = index request phone base
USES_suggest = index phone base
USES_marks = base
USES_plan = marks retain index request redact tlog phone base
USES_audio = plan marks retain index request phone media sandbox redact tlog \
	base
USES_hear = base
USES_review = marks base
USES_package = base
USES_disclosure = tlog base
USES_docket = disclosure clock tlog base
USES_board = docket disclosure clock tlog base
USES_ledger = docket disclosure clock tlog base
USES_casebook = ledger docket disclosure clock tlog base
USES_audit = letter disclosure package audio plan marks retain index \
	request clock media sandbox redact tlog spot phone base
USES_letter = plan marks retain index request clock redact tlog phone base
USES_export = letter docket disclosure package review hear audio plan marks suggest \
	retain ingest index request clock media sandbox redact tlog spot phone base
PROGRAMS = sar-index sar-export sar-retain sar-verify
SANITISED = -fsanitize=address,undefined -fno-sanitize-recover=all

CC = gcc
PKGS = jansson popt expat sqlite3 sndfile flac libopusenc libzip zlib libsodium \
	libcrypto libseccomp
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
	-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
	-Wundef -Wformat=2 -Wvla -Wcast-qual -Wwrite-strings -Wpointer-arith \
	-Wswitch-enum -Wimplicit-fallthrough
WERROR = -Werror
OPT = -O2 -g
CPPFLAGS_ALL = -Ilib -Icmd -D_GNU_SOURCE -DSAR_VERSION='"$(VERSION)"' \
	$(CPPFLAGS)
CFLAGS_ALL = -std=c11 $(OPT) $(WARN) $(WERROR) \
	-ffile-prefix-map=$(CURDIR)=. $(CFLAGS)

.DEFAULT_GOAL = all
.DELETE_ON_ERROR:
.SECONDARY:
MAKEFLAGS += --no-builtin-rules
JOBS := $(shell nproc 2>/dev/null || echo 2)

.PHONY: all help deps demo review-sample check soak damage bench tidy fuzz check-browser \
	vendor pictures hear oracle install clean lint unit cli format holidays

# Everything that compiles runs in a second make, once deps has seen to it
# that the tools are there: on a fresh machine there is no compiler yet.
all: deps
	@$(MAKE) --no-print-directory -j$(JOBS) programs

help:
	@sed -n 's/^## //p' Makefile

## make            build the programs into build/bin
## make demo       answer the sample request from beginning to end
## make review-sample  the page of "sar-export review" on the sample request
## make check      format, lints and all tests (under 10 minutes)
## make soak       damage and crashes at every point there is, and packages
##                 of more than 4 GiB (an hour)
## make damage     12,000 damaged recordings, each to its end (DAMAGE=12000)
## make bench      ratios against what staff use today and against SQLite;
## make bench LEGS="1000000 100000000" ROWS=1000000   on indexes and exports of
##                 that many calls, made once and kept in build/bench/cache
## make tidy       gcc -fanalyzer, clang-tidy and cppcheck
## make fuzz       each parser for a minute (FUZZ_SECONDS=60)
## make check-browser   the page of `review`, and listen.html of a package in
##                 each format, in a Chromium
## make oracle     numbers against libphonenumber (ORACLE_FORMS=1000000)
## make vendor     make lib/review/vendor again from npm's packages
## make pictures   the pictures of README, in man/pictures
## make hear       how often music and a second voice are heard, and wrongly
##                 (HEAR_CALLS=60 of each kind, HEAR_SEED=11)
## make holidays   put lib/clock/holidays.conf into the programs' sources
## make install    DESTDIR= PREFIX=/usr/local
## make clean      remove build/

deps:
	@sh tests/deps.sh $(DEPS_FOR)

demo: DEPS_FOR = demo
demo: deps
	@$(MAKE) --no-print-directory -j$(JOBS) programs
	@sh sample-data/demo.sh $(O)

review-sample: DEPS_FOR = demo
review-sample: deps
	@$(MAKE) --no-print-directory -j$(JOBS) programs
	@sh sample-data/review.sh $(O)

check: DEPS_FOR = check
check: deps
	@$(MAKE) --no-print-directory -j$(JOBS) programs check-build
	@bash tests/run.sh $(O)

soak: DEPS_FOR = check
soak: deps
	@$(MAKE) --no-print-directory -j$(JOBS) programs check-build soak-build
	@bash tests/soak.sh $(O)

damage: DEPS_FOR = check
damage: deps
	@$(MAKE) --no-print-directory -j$(JOBS) O=$(O)/san FLAVOUR=san \
	    damage-build
	@bash tests/damage/run.sh $(O) $(DAMAGE)
DAMAGE = 12000

bench: DEPS_FOR = bench
bench: deps
	@$(MAKE) --no-print-directory -j$(JOBS) programs bench-build
	@LEGS="$(LEGS)" ROWS="$(ROWS)" bash tests/bench/run.sh $(O)
LEGS = 1000000 10000000
ROWS = 1000000

tidy: DEPS_FOR = tidy
tidy: deps
	@bash tests/lint/tidy.sh

fuzz: DEPS_FOR = fuzz
fuzz: deps
	@$(MAKE) --no-print-directory -j$(JOBS) O=$(O)/fuzz CC=clang \
	    FLAVOUR=fuzz fuzz-build
	@bash tests/fuzz/run.sh $(O)/fuzz $(FUZZ_SECONDS)
FUZZ_SECONDS = 60

# What it wants besides a compiler it gets by itself, or is skipped without.
check-browser: deps
	@$(MAKE) --no-print-directory -j$(JOBS) programs
	@bash tests/browser/run.sh $(O) $(TESTS)

oracle: DEPS_FOR = oracle
oracle: deps
	@bash tests/oracle/phone.sh $(O) $(ORACLE_FORMS) 1
ORACLE_FORMS = 1000000

# The one part that needs node: what it makes is committed.
vendor:
	@sh tests/deps.sh browser
	@bash tests/browser/npm.sh $(O)/browser
	@BROWSER_MODULES=$(O)/browser node tests/browser/vendor.mjs \
	    lib/review/vendor

# README's, made anew when the pages look different.
pictures: deps
	@$(MAKE) --no-print-directory -j$(JOBS) programs
	@PICTURES=man/pictures bash tests/browser/run.sh $(O)

hear: DEPS_FOR = hear
hear: deps
	@$(MAKE) --no-print-directory -j$(JOBS) $(O)/bench/hear
	@bash tests/hear/rates.sh $(O) $(HEAR_CALLS) $(HEAR_SEED)
HEAR_CALLS = 60
HEAR_SEED = 11

# The table of bank holidays that is compiled in.
holidays:
	@{ printf '#include "clock/table.h"\n\n'; \
	printf '/* Made of holidays.conf by `make holidays`. */\n'; \
	printf 'const char *const sar_table_lines[] = {\n'; \
	sed 's/[\\"]/\\&/g; s/.*/\t"&\\n",/' lib/clock/holidays.conf; \
	printf '\tNULL,\n};\n'; } >lib/clock/holidays_data.c

format:
	clang-format -i $$(git ls-files -co --exclude-standard '*.c' '*.h')

clean:
	rm -rf build

# --- flags the compiler may or may not have ---------------------------------
HARDEN_TRY = -fstack-protector-strong -fstack-clash-protection \
	-fcf-protection=full -ftrivial-auto-var-init=zero -fPIE
HARDEN_LD_TRY = -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack
FLAVOUR = release

ifeq ($(FLAVOUR),release)
HARDEN = $(shell for f in $(HARDEN_TRY); do \
	echo 'int main(void){return 0;}' | \
	$(CC) -Werror $$f -x c -o /dev/null - 2>/dev/null && printf '%s ' $$f; \
	done) $(FORTIFY)
FORTIFY = $(shell for n in 3 2; do \
	printf '\043include <stdio.h>\nint main(void){return 0;}\n' | \
	$(CC) -O2 -Werror -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=$$n -x c \
	    -o /dev/null - 2>/dev/null && \
	echo "-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=$$n" && break; done)
HARDEN_LD = $(shell for f in $(HARDEN_LD_TRY); do \
	echo 'int main(void){return 0;}' | \
	$(CC) -fPIE -Werror $$f -x c -o /dev/null - 2>/dev/null && \
	printf '%s ' $$f; done)
endif
ifeq ($(FLAVOUR),san)
HARDEN = $(SANITISED) -fno-omit-frame-pointer
# At a fixed address: the sanitisers' tables need no relocation at each start.
HARDEN_LD = $(SANITISED) -no-pie
OPT = -O1 -g
endif
ifeq ($(FLAVOUR),fuzz)
HARDEN = -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=all -fno-omit-frame-pointer
HARDEN_LD = -fsanitize=address,undefined
OPT = -O1 -g
endif
# Probed once, not once a file.
HARDEN := $(HARDEN)
HARDEN_LD := $(HARDEN_LD)
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
PKG_LIBS := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lcsv -linih -lmp3lame -lm -pthread

# --- programs ---------------------------------------------------------------
lib_objects = $(patsubst %.c,$(O)/%.o,$(wildcard lib/$(1)/*.c))
cmd_objects = $(patsubst %.c,$(O)/%.o,$(wildcard cmd/$(1)/*.c cmd/common/*.c))
LIBS_ALL = $(foreach m,export audit letter casebook ledger board docket disclosure package review hear audio plan \
	marks suggest retain check ingest index request media sandbox redact \
	tlog spot phone clock play picture base,$(O)/lib/$(m).a)

.PHONY: programs check-build bench-build fuzz-build unit-build
programs: $(PROGRAMS:%=$(O)/bin/%)

$(O)/%.o: %.c $(O)/flags
	@mkdir -p $(@D)
	@echo "  CC   $(O)/$*.o"
	@$(CC) $(CPPFLAGS_ALL) $(PKG_CFLAGS) $(CFLAGS_ALL) $(HARDEN) -MMD -MP \
	    -c -o $@ $<

# Rebuild all when the flags change.
$(O)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) $(HARDEN)' | \
	    cmp -s - $@ || \
	    echo '$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) $(HARDEN)' > $@
FORCE:

# The page of "sar-export review", in the program: its scripts in this order.
REVIEW_JS = dom times model state fields rules leaves hearing labelfile saved \
	peaks lanes overview waveview wave edit player keys calls cuts \
	suggestions decisions verdict labels save twice help header main
REVIEW_PAGE = lib/review/page
review_body = $(REVIEW_PAGE)/page.html
review_style = $(REVIEW_PAGE)/page.css
review_script = $(REVIEW_JS:%=$(REVIEW_PAGE)/%.js)
review_vendor = lib/review/vendor/wavesurfer.js

# embed NAME: the bytes of its files as one array, and a NUL.
define embed
	printf 'static const unsigned char $(1)[] = {\n'; \
	cat $(review_$(1)) | od -An -v -tx1 | sed 's/ \(..\)/0x\1,/g'; \
	printf '0};\nconst struct sar_asset sar_assets_$(1) = {\n'; \
	printf '\t$(1), sizeof($(1)) - 1\n};\n';
endef

$(O)/lib/review/assets_data.c: $(review_body) $(review_style) \
    $(review_script) $(review_vendor) Makefile
	@mkdir -p $(@D)
	@{ printf '#include "review/assets.h"\n'; \
	$(call embed,body) $(call embed,style) $(call embed,script) \
	$(call embed,vendor) } >$@

$(O)/lib/review/assets_data.o: $(O)/lib/review/assets_data.c $(O)/flags
	@echo "  CC   $@"
	@$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) $(HARDEN) -MMD -MP -c -o $@ $<

made_objects_review = $(O)/lib/review/assets_data.o

define module_rules
$(O)/lib/$(1).a: $(call lib_objects,$(1)) $(made_objects_$(1))
	@mkdir -p $$(@D)
	@rm -f $$@
	@ar rcs $$@ $$^
endef
$(foreach m,$(MODULES),$(eval $(call module_rules,$(m))))

define program_rules
$(O)/bin/$(1): $(call cmd_objects,$(1)) $(LIBS_ALL)
	@mkdir -p $$(@D)
	@echo "  LD   $$@"
	@$(CC) $$(HARDEN) $$(HARDEN_LD) $(LDFLAGS) -o $$@ $$^ $$(PKG_LIBS)
endef
$(foreach p,$(PROGRAMS),$(eval $(call program_rules,$(p))))

# --- tests ------------------------------------------------------------------
# tests/unit/test_MODULE.c and test_MODULE_*.c are linked with the module and
# what it may use, nothing else.
UNITS = $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/test_*.c))
unit_module = $(word 2,$(subst _, ,$(1)))
define unit_rules
$(O)/unit/$(1): $(O)/tests/unit/$(1).o \
    $(foreach m,$(call unit_module,$(1)) $(USES_$(call unit_module,$(1))),$(O)/lib/$(m).a)
	@mkdir -p $$(@D)
	@echo "  LD   $$@"
	@$(CC) $$(HARDEN) $$(HARDEN_LD) -o $$@ $$^ -lcmocka $$(PKG_LIBS)
endef
$(foreach u,$(UNITS),$(eval $(call unit_rules,$(u))))
unit-build: $(UNITS:%=$(O)/unit/%)

check-build:
	@$(MAKE) --no-print-directory O=$(O)/san FLAVOUR=san \
	    unit-build damage-build forge-build programs $(O)/san/bench/hear

# One module's unit tests, sanitised: make unit M=phone
unit:
	@$(MAKE) --no-print-directory -j$(JOBS) O=$(O)/san FLAVOUR=san \
	    $(patsubst %,$(O)/san/unit/%,$(filter test_$(M) test_$(M)_%,$(UNITS)))
	@for t in $(filter test_$(M) test_$(M)_%,$(UNITS)); do \
	    SAR_TESTS=$(CURDIR)/tests $(O)/san/unit/$$t || exit 1; done

# tests/bench/*.c and tests/bench/PROGRAM/ are what a benchmark needs.
BENCHES = $(patsubst tests/bench/%.c,%,$(wildcard tests/bench/*.c)) \
	$(patsubst tests/bench/%/main.c,%,$(wildcard tests/bench/*/main.c))
define bench_rules
$(O)/bench/$(1): $(patsubst %.c,$(O)/%.o,$(wildcard tests/bench/$(1).c \
    tests/bench/$(1)/*.c)) $(LIBS_ALL)
	@mkdir -p $$(@D)
	@$(CC) $$(HARDEN) $$(HARDEN_LD) -o $$@ $$^ $$(PKG_LIBS)
endef
$(foreach b,$(BENCHES),$(eval $(call bench_rules,$(b))))
bench-build: $(BENCHES:%=$(O)/bench/%)

# What puts damaged recordings through everything, one process each.
.PHONY: damage-build
damage-build: $(O)/damage/damage
$(O)/damage/damage: $(patsubst %.c,$(O)/%.o,$(wildcard tests/damage/*.c)) \
    $(LIBS_ALL)
	@mkdir -p $(@D)
	@echo "  LD   $@"
	@$(CC) $(HARDEN) $(HARDEN_LD) -o $@ $^ $(PKG_LIBS)

# What makes packages that say what no package should.
.PHONY: forge-build
forge-build: $(O)/forge/forge
$(O)/forge/forge: $(patsubst %.c,$(O)/%.o,$(wildcard tests/forge/*.c)) \
    $(LIBS_ALL)
	@mkdir -p $(@D)
	@echo "  LD   $@"
	@$(CC) $(HARDEN) $(HARDEN_LD) -o $@ $^ $(PKG_LIBS)

# What seals packages as large as they get.
.PHONY: soak-build
soak-build: $(O)/soak/large
$(O)/soak/large: $(O)/tests/soak/large.o $(LIBS_ALL)
	@mkdir -p $(@D)
	@echo "  LD   $@"
	@$(CC) $(HARDEN) $(HARDEN_LD) -o $@ $^ $(PKG_LIBS)

# tests/fuzz/fuzz_*.c are libFuzzer targets.
FUZZERS = $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
define fuzz_rules
$(O)/bin/$(1): $(O)/tests/fuzz/$(1).o $(LIBS_ALL)
	@mkdir -p $$(@D)
	@$(CC) -fsanitize=fuzzer $$(HARDEN_LD) -o $$@ $$^ $$(PKG_LIBS)
endef
$(foreach f,$(FUZZERS),$(eval $(call fuzz_rules,$(f))))
fuzz-build: $(FUZZERS:%=$(O)/bin/%)

# --- install ----------------------------------------------------------------
install: all
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 0755 $(PROGRAMS:%=$(O)/bin/%) $(DESTDIR)$(PREFIX)/bin
	set -e; for page in man/*.[157]; do s=$${page##*.}; \
	    install -d $(DESTDIR)$(PREFIX)/share/man/man$$s; \
	    install -m 0644 $$page $(DESTDIR)$(PREFIX)/share/man/man$$s; done
	set -e; d=$(DESTDIR)$(PREFIX)/share; \
	    install -d $$d/bash-completion/completions \
	        $$d/zsh/site-functions $$d/fish/vendor_completions.d; \
	    for p in $(PROGRAMS); do b=$(O)/bin/$$p; \
	    $$b completion bash >$$d/bash-completion/completions/$$p; \
	    $$b completion zsh >$$d/zsh/site-functions/_$$p; \
	    $$b completion fish >$$d/fish/vendor_completions.d/$$p.fish; done
	set -e; d=$(DESTDIR)$(PREFIX); install -d $$d/lib/systemd/system \
	    $$d/lib/sysusers.d $$d/lib/tmpfiles.d $$d/share/doc/sar-export; \
	    for f in cmd/service/*.service cmd/service/*.timer; do \
	    sed 's,@BINDIR@,$(PREFIX)/bin,' $$f \
	        >$$d/lib/systemd/system/$${f##*/}; done; \
	    install -m 0644 cmd/service/sar.sysusers $$d/lib/sysusers.d/sar.conf; \
	    install -m 0644 cmd/service/sar.tmpfiles $$d/lib/tmpfiles.d/sar.conf; \
	    sed 's,@BINDIR@,$(PREFIX)/bin,' cmd/service/sar.cron \
	        >$$d/share/doc/sar-export/sar.cron; \
	    install -m 0644 cmd/service/sar.logrotate $$d/share/doc/sar-export
	install -d $(DESTDIR)$(PREFIX)/share/sar-export/schemas
	install -m 0644 man/schemas/*.json \
	    $(DESTDIR)$(PREFIX)/share/sar-export/schemas

-include $(shell find $(O) -name '*.d' -not -path '$(O)/san/*' \
    -not -path '$(O)/fuzz/*' 2>/dev/null)
