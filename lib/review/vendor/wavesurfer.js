/*!
 * wavesurfer.js 8.0.1 and its regions plugin;
 * made by `make vendor`, not to be changed by hand.
 *
 * BSD 3-Clause License
 *
 * Copyright (c) 2012-2023, katspaugh and contributors
 * All rights reserved.
 *
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 *
 * * Redistributions of source code must retain the above copyright notice, this
 *   list of conditions and the following disclaimer.
 *
 * * Redistributions in binary form must reproduce the above copyright notice,
 *   this list of conditions and the following disclaimer in the documentation
 *   and/or other materials provided with the distribution.
 *
 * * Neither the name of the copyright holder nor the names of its
 *   contributors may be used to endorse or promote products derived from
 *   this software without specific prior written permission.
 *
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
 * DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
 * FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
 * DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
 * SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
 * CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
 * OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
 * OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
 */
var SarWave = (() => {
  var __defProp = Object.defineProperty;
  var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
  var __getOwnPropNames = Object.getOwnPropertyNames;
  var __hasOwnProp = Object.prototype.hasOwnProperty;
  var __export = (target, all) => {
    for (var name in all)
      __defProp(target, name, { get: all[name], enumerable: true });
  };
  var __copyProps = (to, from, except, desc) => {
    if (from && typeof from === "object" || typeof from === "function") {
      for (let key of __getOwnPropNames(from))
        if (!__hasOwnProp.call(to, key) && key !== except)
          __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
    }
    return to;
  };
  var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

  // entry.js
  var entry_exports = {};
  __export(entry_exports, {
    RegionsPlugin: () => g,
    WaveSurfer: () => wavesurfer_default
  });

  // node_modules/wavesurfer.js/dist/event-emitter.js
  var EventEmitter = class {
    constructor() {
      this.listeners = {};
    }
    /** Subscribe to an event. Returns an unsubscribe function. */
    on(event, listener, options) {
      if (!this.listeners[event]) {
        this.listeners[event] = /* @__PURE__ */ new Set();
      }
      if (options === null || options === void 0 ? void 0 : options.once) {
        const onceWrapper = (...args) => {
          this.un(event, onceWrapper);
          listener(...args);
        };
        this.listeners[event].add(onceWrapper);
        return () => this.un(event, onceWrapper);
      }
      this.listeners[event].add(listener);
      return () => this.un(event, listener);
    }
    /** Unsubscribe from an event */
    un(event, listener) {
      var _a;
      (_a = this.listeners[event]) === null || _a === void 0 ? void 0 : _a.delete(listener);
    }
    /** Subscribe to an event only once */
    once(event, listener) {
      return this.on(event, listener, { once: true });
    }
    /** Clear all events */
    unAll() {
      this.listeners = {};
    }
    /** Emit an event */
    emit(eventName, ...args) {
      if (this.listeners[eventName]) {
        this.listeners[eventName].forEach((listener) => listener(...args));
      }
    }
  };
  var event_emitter_default = EventEmitter;

  // node_modules/wavesurfer.js/dist/scope.js
  var Scope = class _Scope {
    constructor() {
      this.disposers = [];
      this.children = /* @__PURE__ */ new Set();
      this.parent = null;
      this._disposed = false;
      this.abortController = null;
    }
    get disposed() {
      return this._disposed;
    }
    /** Register a disposer. Returns a function that runs it early and deregisters it. */
    add(dispose) {
      if (this._disposed) {
        this.safeRun(dispose);
        return () => void 0;
      }
      this.disposers.push(dispose);
      return () => {
        const index = this.disposers.indexOf(dispose);
        if (index !== -1) {
          this.disposers.splice(index, 1);
          this.safeRun(dispose);
        }
      };
    }
    child() {
      const child = new _Scope();
      if (this._disposed) {
        child.dispose();
        return child;
      }
      child.parent = this;
      this.children.add(child);
      return child;
    }
    listen(target, type, fn, options) {
      target.addEventListener(type, fn, options);
      return this.add(() => target.removeEventListener(type, fn, options));
    }
    timeout(fn, ms) {
      const id = setTimeout(() => {
        remove();
        fn();
      }, ms);
      const remove = this.add(() => clearTimeout(id));
      return remove;
    }
    interval(fn, ms) {
      const id = setInterval(fn, ms);
      return this.add(() => clearInterval(id));
    }
    raf(fn) {
      const id = requestAnimationFrame((time) => {
        remove();
        fn(time);
      });
      const remove = this.add(() => cancelAnimationFrame(id));
      return remove;
    }
    /** Observe element for resize. On dispose, unobserves only this element (safe if observer is shared). */
    observeResize(observer, el) {
      observer.observe(el);
      this.add(() => observer.unobserve(el));
    }
    /**
     * Creates a ResizeObserver scoped to this Scope: observes `el` immediately
     * and disconnects the observer entirely on dispose. Use this instead of a
     * bare `new ResizeObserver(...)` when the observer is owned exclusively by
     * this Scope (i.e. it isn't shared across elements/scopes via
     * observeResize()).
     */
    createResizeObserver(el, fn) {
      const observer = new ResizeObserver(fn);
      observer.observe(el);
      this.add(() => observer.disconnect());
      return observer;
    }
    abortSignal() {
      if (!this.abortController) {
        this.abortController = new AbortController();
        if (this._disposed)
          this.abortController.abort();
      }
      return this.abortController.signal;
    }
    dispose() {
      var _a;
      if (this._disposed)
        return;
      this._disposed = true;
      if (this.parent) {
        this.parent.children.delete(this);
        this.parent = null;
      }
      for (const child of [...this.children]) {
        child.dispose();
      }
      this.children.clear();
      const disposers = this.disposers;
      this.disposers = [];
      for (let i2 = disposers.length - 1; i2 >= 0; i2--) {
        this.safeRun(disposers[i2]);
      }
      (_a = this.abortController) === null || _a === void 0 ? void 0 : _a.abort();
    }
    safeRun(fn) {
      try {
        fn();
      } catch (err) {
        console.error("Scope disposer error:", err);
      }
    }
  };

  // node_modules/wavesurfer.js/dist/base-plugin.js
  var BasePlugin = class extends event_emitter_default {
    /** Whether destroy() has been called. Subclasses use this to guard async work. */
    get destroyed() {
      return this.isDestroyed;
    }
    /** Create a plugin instance */
    constructor(options) {
      super();
      this.subscriptions = [];
      this.scope = new Scope();
      this.isDestroyed = false;
      this.options = options;
    }
    /** Called after this.wavesurfer is available */
    onInit() {
      return;
    }
    /** Do not call directly, only called by WavesSurfer internally */
    _init(wavesurfer) {
      this.isDestroyed = false;
      this.wavesurfer = wavesurfer;
      this.onInit();
    }
    /** Destroy the plugin and unsubscribe from all events */
    destroy() {
      if (this.isDestroyed)
        return;
      this.isDestroyed = true;
      this.emit("destroy");
      this.subscriptions.forEach((unsubscribe) => unsubscribe());
      this.subscriptions = [];
      this.unAll();
      this.scope.dispose();
      this.wavesurfer = void 0;
    }
  };
  var base_plugin_default = BasePlugin;

  // node_modules/wavesurfer.js/dist/decoder.js
  var __awaiter = function(thisArg, _arguments, P, generator) {
    function adopt(value) {
      return value instanceof P ? value : new P(function(resolve) {
        resolve(value);
      });
    }
    return new (P || (P = Promise))(function(resolve, reject) {
      function fulfilled(value) {
        try {
          step(generator.next(value));
        } catch (e2) {
          reject(e2);
        }
      }
      function rejected(value) {
        try {
          step(generator["throw"](value));
        } catch (e2) {
          reject(e2);
        }
      }
      function step(result) {
        result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
      }
      step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
  };
  function decode(audioData, sampleRate) {
    return __awaiter(this, void 0, void 0, function* () {
      const audioCtx = new AudioContext({ sampleRate });
      try {
        return yield audioCtx.decodeAudioData(audioData);
      } finally {
        if (audioCtx.state !== "closed") {
          yield audioCtx.close().catch(() => void 0);
        }
      }
    });
  }
  function normalize(channelData) {
    let max = 0;
    for (const channel of channelData) {
      for (let i2 = 0; i2 < channel.length; i2++) {
        const absN = Math.abs(channel[i2]);
        if (absN > max)
          max = absN;
      }
    }
    if (max <= 1)
      return channelData;
    return channelData.map((channel) => {
      const scaled = new Float32Array(channel.length);
      for (let i2 = 0; i2 < channel.length; i2++) {
        scaled[i2] = channel[i2] / max;
      }
      return scaled;
    });
  }
  function createBuffer(channelData, duration) {
    if (!channelData || channelData.length === 0) {
      throw new Error("channelData must be a non-empty array");
    }
    if (duration <= 0) {
      throw new Error("duration must be greater than 0");
    }
    if (typeof channelData[0] === "number")
      channelData = [channelData];
    if (!channelData[0] || channelData[0].length === 0) {
      throw new Error("channelData must contain non-empty channel arrays");
    }
    const normalizedChannels = normalize(channelData);
    const float32Channels = normalizedChannels.map((channel) => channel instanceof Float32Array ? channel : Float32Array.from(channel));
    const getChannelData = (i2) => {
      const channel = float32Channels[i2];
      if (!channel) {
        throw new Error(`Channel ${i2} not found`);
      }
      return channel;
    };
    return {
      duration,
      length: float32Channels[0].length,
      sampleRate: float32Channels[0].length / duration,
      numberOfChannels: float32Channels.length,
      getChannelData,
      // Real implementations per AudioBuffer semantics (the previous borrowed
      // AudioBuffer.prototype methods threw "Illegal invocation" on this plain
      // object): copy min(available, requested) frames, honoring the offset.
      copyFromChannel: (destination, channelNumber, bufferOffset = 0) => {
        const channel = getChannelData(channelNumber);
        const start = Math.max(0, bufferOffset);
        const frameCount = Math.max(0, Math.min(destination.length, channel.length - start));
        destination.set(channel.subarray(start, start + frameCount));
      },
      copyToChannel: (source, channelNumber, bufferOffset = 0) => {
        const channel = getChannelData(channelNumber);
        const start = Math.max(0, bufferOffset);
        const frameCount = Math.max(0, Math.min(source.length, channel.length - start));
        channel.set(source.subarray(0, frameCount), start);
      }
    };
  }
  var Decoder = {
    decode,
    createBuffer
  };
  var decoder_default = Decoder;

  // node_modules/wavesurfer.js/dist/define-plugin.js
  var RESERVED_CHASSIS_KEYS = /* @__PURE__ */ new Set([
    "destroy",
    "_init",
    "onInit",
    "emit",
    "on",
    "un",
    "once",
    "unAll",
    "options",
    "wavesurfer",
    "subscriptions",
    "scope",
    "destroyed",
    "isDestroyed",
    "listeners"
  ]);
  function definePlugin(name, setup) {
    class Defined extends base_plugin_default {
      // Runtime is permissive for both directions of PluginCtorArgs: a
      // missing arg is passed through as `undefined` (cast to `Options`).
      // For an all-optional Options type this is exactly what
      // `setup(ctx, options)` should see — setup is responsible for
      // defaulting (e.g. `Object.assign({}, defaultOptions, options)`), the
      // same way it always had to for any individually-omitted field.
      static create(...args) {
        return new Defined(args[0]);
      }
      onInit() {
        this.scope.dispose();
        this.scope = new Scope();
        const plugin = this;
        const ctx = {
          // Lazy getters (not values captured at setup time): api closures
          // that read ctx.wavesurfer/ctx.state later see the CURRENT plugin
          // state, not a snapshot from init. This also means an api closure
          // can't pin a destroyed plugin's WaveSurfer alive — destroy() nulls
          // `this.wavesurfer`, and the getter reads that live field. It also
          // means test stubs that don't implement getState() only need to if
          // the setup/api actually calls ctx.state.
          get wavesurfer() {
            return plugin.wavesurfer;
          },
          get state() {
            return plugin.wavesurfer.getState();
          },
          scope: this.scope,
          emit: (event, ...args) => this.emit(event, ...args)
        };
        const api = setup(ctx, this.options);
        for (const key of Object.keys(api)) {
          if (RESERVED_CHASSIS_KEYS.has(key)) {
            throw new Error(`definePlugin('${name}'): api key "${key}" collides with the plugin chassis`);
          }
        }
        Object.assign(this, api);
      }
      // Decided order: dispose the scope FIRST, then call super.destroy()
      // LAST (as everywhere else). super.destroy() emits 'destroy', drains
      // `subscriptions`, then unAll()s listeners registered on this plugin.
      // Consequence: scope-owned resources — including any root DOM element
      // removal registered via ctx.scope.add — are torn down BEFORE the
      // 'destroy' event reaches consumers (plugin.on('destroy', ...)).
      // This matches six of the eight original class-based plugins' destroy()
      // ordering (they tear down their own state before calling
      // super.destroy()). Two plugins — hover and regions — historically
      // removed their root DOM element AFTER super.destroy(), so a
      // 'destroy' listener could still observe an attached node.
      //
      // General rule for plugins built on this chassis: default to tearing down
      // the root element via ctx.scope like everything else — that's simplest
      // and matches most plugins. Keep an element's removal OUT of ctx.scope
      // (do it manually, after the equivalent of super.destroy() has run) ONLY
      // when a test or documented consumer contract for that specific plugin
      // actually pins post-destroy attachment. This is a per-plugin decision,
      // not a blanket rule: hover's test suite pins nothing about the old
      // ordering, so its wrapper removal lives on ctx.scope — a deliberate,
      // documented behavior change from its pre-chassis implementation.
      // Regions' test suite (regions.test.ts + memory-leaks.test.ts's #4243
      // cases) likewise pins nothing about post-destroy attachment of
      // regionsContainer, so its removal is on ctx.scope too.
      destroy() {
        this.scope.dispose();
        super.destroy();
      }
    }
    Object.defineProperty(Defined, "name", { value: name });
    return Defined;
  }

  // node_modules/wavesurfer.js/dist/dom.js
  var dom_exports = {};
  __export(dom_exports, {
    createElement: () => createElement,
    default: () => dom_default,
    isHTMLElement: () => isHTMLElement
  });
  function renderNode(tagName, content) {
    const element = content.xmlns ? document.createElementNS(content.xmlns, tagName) : document.createElement(tagName);
    for (const [key, value] of Object.entries(content)) {
      if (key === "children" && value) {
        for (const [childTag, childValue] of Object.entries(value)) {
          if (childValue instanceof Node) {
            element.appendChild(childValue);
          } else if (typeof childValue === "string") {
            element.appendChild(document.createTextNode(childValue));
          } else {
            element.appendChild(renderNode(childTag, childValue));
          }
        }
      } else if (key === "style") {
        Object.assign(element.style, value);
      } else if (key === "textContent") {
        element.textContent = value;
      } else {
        element.setAttribute(key, value.toString());
      }
    }
    return element;
  }
  function createElement(tagName, content, container) {
    const el = renderNode(tagName, content || {});
    container === null || container === void 0 ? void 0 : container.appendChild(el);
    return el;
  }
  function isHTMLElement(value) {
    if (value instanceof HTMLElement)
      return true;
    if (typeof value !== "object" || value === null)
      return false;
    const element = value;
    return element.nodeType === Node.ELEMENT_NODE && typeof element.nodeName === "string" && element.namespaceURI === "http://www.w3.org/1999/xhtml" && typeof element.style === "object" && element.style !== null && typeof element.appendChild === "function";
  }
  var dom_default = createElement;

  // node_modules/wavesurfer.js/dist/fetcher.js
  var __awaiter2 = function(thisArg, _arguments, P, generator) {
    function adopt(value) {
      return value instanceof P ? value : new P(function(resolve) {
        resolve(value);
      });
    }
    return new (P || (P = Promise))(function(resolve, reject) {
      function fulfilled(value) {
        try {
          step(generator.next(value));
        } catch (e2) {
          reject(e2);
        }
      }
      function rejected(value) {
        try {
          step(generator["throw"](value));
        } catch (e2) {
          reject(e2);
        }
      }
      function step(result) {
        result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
      }
      step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
  };
  function watchProgress(response, progressCallback, signal2) {
    return __awaiter2(this, void 0, void 0, function* () {
      var _a;
      if (!response.body || !response.headers)
        return;
      const reader = response.body.getReader();
      const contentLength = Number(response.headers.get("Content-Length")) || 0;
      let receivedLength = 0;
      const onAbort = () => {
        reader.cancel();
      };
      if (signal2) {
        if (signal2.aborted) {
          reader.cancel();
          return;
        }
        signal2.addEventListener("abort", onAbort, { once: true });
      }
      try {
        while (true) {
          const data = yield reader.read();
          if (data.done) {
            break;
          }
          receivedLength += ((_a = data.value) === null || _a === void 0 ? void 0 : _a.length) || 0;
          if (contentLength > 0) {
            const percentage = Math.round(receivedLength / contentLength * 100);
            progressCallback(percentage);
          }
        }
      } catch (err) {
        if (err instanceof DOMException && err.name === "AbortError")
          return;
        console.warn("Progress tracking error:", err);
      } finally {
        if (signal2) {
          signal2.removeEventListener("abort", onAbort);
        }
      }
    });
  }
  function fetchBlob(url, progressCallback, requestInit) {
    return __awaiter2(this, void 0, void 0, function* () {
      var _a;
      const response = yield fetch(url, requestInit);
      if (response.status >= 400) {
        throw new Error(`Failed to fetch ${url}: ${response.status} (${response.statusText})`);
      }
      watchProgress(response.clone(), progressCallback, (_a = requestInit === null || requestInit === void 0 ? void 0 : requestInit.signal) !== null && _a !== void 0 ? _a : void 0);
      return response.blob();
    });
  }
  var Fetcher = {
    fetchBlob
  };
  var fetcher_default = Fetcher;

  // node_modules/wavesurfer.js/dist/frame-scheduler.js
  var FrameScheduler = class {
    constructor(scope) {
      this.frameId = null;
      this.callback = null;
      this.isRunning = false;
      scope.add(() => this.stop());
    }
    get running() {
      return this.isRunning;
    }
    start(callback) {
      this.callback = callback;
      if (this.isRunning)
        return;
      this.isRunning = true;
      const tick = () => {
        var _a;
        if (!this.isRunning)
          return;
        this.frameId = requestAnimationFrame(tick);
        (_a = this.callback) === null || _a === void 0 ? void 0 : _a.call(this);
      };
      tick();
    }
    stop() {
      this.isRunning = false;
      if (this.frameId !== null) {
        cancelAnimationFrame(this.frameId);
        this.frameId = null;
      }
    }
  };

  // node_modules/wavesurfer.js/dist/reactive/store.js
  var activeTracker = null;
  var batchDepth = 0;
  var pendingQueue = [];
  var pendingSet = /* @__PURE__ */ new Set();
  function scheduleNotification(notify) {
    if (pendingSet.has(notify))
      return;
    pendingSet.add(notify);
    pendingQueue.push(notify);
  }
  function signal(initialValue) {
    let _value = initialValue;
    const subscribers = /* @__PURE__ */ new Set();
    let notifying = false;
    let settleAgain = false;
    const notifyAll = () => {
      if (notifying) {
        settleAgain = true;
        return;
      }
      notifying = true;
      try {
        do {
          settleAgain = false;
          const snapshot = [...subscribers];
          const valueAtStart = _value;
          for (const fn of snapshot) {
            try {
              fn(valueAtStart);
            } catch (err) {
              console.error("Signal subscriber error:", err);
            }
            if (!Object.is(_value, valueAtStart)) {
              settleAgain = true;
              break;
            }
          }
        } while (settleAgain);
      } finally {
        notifying = false;
      }
    };
    const self = {
      get value() {
        activeTracker === null || activeTracker === void 0 ? void 0 : activeTracker.add(self);
        return _value;
      },
      set(newValue) {
        if (Object.is(_value, newValue))
          return;
        _value = newValue;
        if (batchDepth > 0) {
          scheduleNotification(notifyAll);
        } else {
          notifyAll();
        }
      },
      update(fn) {
        this.set(fn(_value));
      },
      subscribe(callback) {
        subscribers.add(callback);
        return () => subscribers.delete(callback);
      }
    };
    return self;
  }
  function track(fn) {
    const previousTracker = activeTracker;
    const deps = /* @__PURE__ */ new Set();
    activeTracker = deps;
    try {
      return [fn(), deps];
    } finally {
      activeTracker = previousTracker;
    }
  }
  function computed(fn, dependencies) {
    const result = signal(void 0);
    let unsubscribes = [];
    let disposed = false;
    const resultUnsubs = /* @__PURE__ */ new Set();
    const recompute = () => {
      if (disposed)
        return;
      if (dependencies) {
        result.set(fn());
      } else {
        unsubscribes.forEach((unsub) => unsub());
        const [value, deps] = track(fn);
        unsubscribes = [...deps].map((dep) => dep.subscribe(recompute));
        result.set(value);
      }
    };
    if (dependencies) {
      unsubscribes = dependencies.map((dep) => dep.subscribe(recompute));
      result.set(fn());
    } else {
      recompute();
    }
    const dispose = () => {
      disposed = true;
      unsubscribes.forEach((unsub) => unsub());
      unsubscribes = [];
      resultUnsubs.forEach((unsub) => unsub());
      resultUnsubs.clear();
    };
    const readonly = {
      get value() {
        activeTracker === null || activeTracker === void 0 ? void 0 : activeTracker.add(readonly);
        return result.value;
      },
      subscribe: (callback) => {
        const unsub = result.subscribe(callback);
        resultUnsubs.add(unsub);
        return () => {
          resultUnsubs.delete(unsub);
          unsub();
        };
      },
      dispose
    };
    Object.defineProperty(readonly, "_cleanup", { value: dispose, enumerable: false });
    Object.defineProperty(readonly, "_subscriberCount", { value: () => resultUnsubs.size, enumerable: false });
    return readonly;
  }
  function effect(fn, dependencies) {
    let cleanup;
    let unsubscribes = [];
    let disposed = false;
    const run = () => {
      if (disposed)
        return;
      if (cleanup) {
        try {
          cleanup();
        } catch (err) {
          console.error("Effect cleanup error:", err);
        }
        cleanup = void 0;
      }
      if (dependencies) {
        cleanup = fn();
      } else {
        unsubscribes.forEach((unsub) => unsub());
        const [result, deps] = track(fn);
        unsubscribes = [...deps].map((dep) => dep.subscribe(run));
        cleanup = result;
      }
    };
    if (dependencies) {
      unsubscribes = dependencies.map((dep) => dep.subscribe(run));
    }
    run();
    return () => {
      disposed = true;
      if (cleanup) {
        try {
          cleanup();
        } catch (err) {
          console.error("Effect cleanup error:", err);
        }
        cleanup = void 0;
      }
      unsubscribes.forEach((unsub) => unsub());
      unsubscribes = [];
    };
  }

  // node_modules/wavesurfer.js/dist/player.js
  var __awaiter3 = function(thisArg, _arguments, P, generator) {
    function adopt(value) {
      return value instanceof P ? value : new P(function(resolve) {
        resolve(value);
      });
    }
    return new (P || (P = Promise))(function(resolve, reject) {
      function fulfilled(value) {
        try {
          step(generator.next(value));
        } catch (e2) {
          reject(e2);
        }
      }
      function rejected(value) {
        try {
          step(generator["throw"](value));
        } catch (e2) {
          reject(e2);
        }
      }
      function step(result) {
        result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
      }
      step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
  };
  var HAVE_FUTURE_DATA = 3;
  var Player = class {
    // Expose reactive state as writable signals
    // These are writable to allow WaveSurfer to compose them into centralized state
    get isPlayingSignal() {
      return this._isPlaying;
    }
    get currentTimeSignal() {
      return this._currentTime;
    }
    get durationSignal() {
      return this._duration;
    }
    get volumeSignal() {
      return this._volume;
    }
    get mutedSignal() {
      return this._muted;
    }
    get playbackRateSignal() {
      return this._playbackRate;
    }
    get seekingSignal() {
      return this._seeking;
    }
    constructor(options) {
      this.isExternalMedia = false;
      this._ownBlobUrl = null;
      this.pendingTime = null;
      this.mediaScope = new Scope();
      if (options.media) {
        this.media = options.media;
        this.isExternalMedia = true;
      } else {
        this.media = document.createElement("audio");
      }
      this._isPlaying = signal(false);
      this._currentTime = signal(0);
      this._duration = signal(0);
      this._volume = signal(this.media.volume);
      this._muted = signal(this.media.muted);
      this._playbackRate = signal(this.media.playbackRate || 1);
      this._seeking = signal(false);
      this.setupReactiveMediaEvents();
      if (options.mediaControls) {
        this.media.controls = true;
      }
      if (options.autoplay) {
        this.media.autoplay = true;
      }
      if (options.playbackRate != null) {
        this.mediaScope.add(this.onMediaEvent("canplay", () => {
          if (options.playbackRate != null) {
            this.media.playbackRate = options.playbackRate;
          }
        }, { once: true }));
      }
    }
    /**
     * Setup reactive media event handlers that update signals
     * This bridges the imperative HTMLMediaElement API to reactive state
     */
    setupReactiveMediaEvents() {
      this.mediaScope.add(this.onMediaEvent("play", () => {
        this._isPlaying.set(true);
      }));
      this.mediaScope.add(this.onMediaEvent("pause", () => {
        this._isPlaying.set(false);
      }));
      this.mediaScope.add(this.onMediaEvent("ended", () => {
        this._isPlaying.set(false);
      }));
      this.mediaScope.add(this.onMediaEvent("timeupdate", () => {
        this._currentTime.set(this.media.currentTime);
      }));
      this.mediaScope.add(this.onMediaEvent("durationchange", () => {
        this._duration.set(this.media.duration || 0);
      }));
      this.mediaScope.add(this.onMediaEvent("loadedmetadata", () => {
        this._duration.set(this.media.duration || 0);
      }));
      this.mediaScope.add(this.onMediaEvent("canplay", () => this.applyPendingTime()));
      this.mediaScope.add(this.onMediaEvent("seeking", () => {
        if (this.pendingTime != null && Math.abs(this.media.currentTime - this.pendingTime) > 0.01) {
          this.pendingTime = null;
        }
        this._seeking.set(true);
      }));
      this.mediaScope.add(this.onMediaEvent("seeked", () => {
        this._seeking.set(false);
      }));
      this.mediaScope.add(this.onMediaEvent("volumechange", () => {
        this._volume.set(this.media.volume);
        this._muted.set(this.media.muted);
      }));
      this.mediaScope.add(this.onMediaEvent("ratechange", () => {
        this._playbackRate.set(this.media.playbackRate);
      }));
    }
    /**
     * Subscribe to an event on the underlying media. Returns an unsubscribe function.
     * @internal
     */
    onMediaEvent(event, callback, options) {
      this.media.addEventListener(event, callback, options);
      return () => this.media.removeEventListener(event, callback, options);
    }
    /**
     * Get the current media source URL.
     * @internal
     */
    getSrc() {
      return this.media.currentSrc || this.media.src || "";
    }
    revokeSrc() {
      if (this._ownBlobUrl) {
        URL.revokeObjectURL(this._ownBlobUrl);
        this._ownBlobUrl = null;
      }
    }
    canPlayType(type) {
      return this.media.canPlayType(type) !== "";
    }
    applyPendingTime() {
      if (this.pendingTime == null)
        return;
      const time = this.pendingTime;
      this.media.currentTime = time;
      this.pendingTime = null;
    }
    /**
     * Set the media source, preferring a blob URL when the blob is playable.
     * @internal
     */
    setSrc(url, blob) {
      const prevSrc = this.getSrc();
      if (url && prevSrc === url)
        return;
      this.revokeSrc();
      const newSrc = blob instanceof Blob && (this.canPlayType(blob.type) || !url) ? URL.createObjectURL(blob) : url;
      this.pendingTime = null;
      if (newSrc !== url) {
        this._ownBlobUrl = newSrc;
      }
      if (prevSrc) {
        this.media.removeAttribute("src");
      }
      if (newSrc || url) {
        try {
          this.media.src = newSrc;
        } catch (_a) {
          this.media.src = url;
        }
      }
    }
    destroy() {
      this.pendingTime = null;
      this.mediaScope.dispose();
      this.revokeSrc();
      if (this.isExternalMedia)
        return;
      this.media.pause();
      this.media.removeAttribute("src");
      this.media.load();
      this.media.remove();
    }
    /**
     * Swap in a new media element and re-attach the reactive event bridge.
     * @internal
     */
    setMediaElement(element) {
      this.pendingTime = null;
      this.mediaScope.dispose();
      this.mediaScope = new Scope();
      this.media = element;
      this.setupReactiveMediaEvents();
    }
    /** Start playing the audio */
    play() {
      return __awaiter3(this, void 0, void 0, function* () {
        try {
          if (this.media.readyState >= HAVE_FUTURE_DATA)
            this.applyPendingTime();
          const result = yield this.media.play();
          this.applyPendingTime();
          return result;
        } catch (err) {
          if (err instanceof DOMException && err.name === "AbortError") {
            return;
          }
          throw err;
        }
      });
    }
    /** Pause the audio */
    pause() {
      this.media.pause();
    }
    /** Check if the audio is playing */
    isPlaying() {
      return !this.media.paused && !this.media.ended;
    }
    /** Jump to a specific time in the audio (in seconds) */
    setTime(time) {
      const duration = this.getDuration();
      const currentTime = Number.isFinite(duration) ? Math.max(0, Math.min(time, duration)) : Math.max(0, time);
      if (this.media.readyState < HAVE_FUTURE_DATA) {
        this.pendingTime = currentTime;
        return;
      }
      this.pendingTime = null;
      this.media.currentTime = currentTime;
    }
    /** Get the duration of the audio in seconds */
    getDuration() {
      return this.media.duration;
    }
    /** Get the current audio position in seconds */
    getCurrentTime() {
      var _a;
      return (_a = this.pendingTime) !== null && _a !== void 0 ? _a : this.media.currentTime;
    }
    /** Get the audio volume */
    getVolume() {
      return this.media.volume;
    }
    /** Set the audio volume */
    setVolume(volume) {
      this.media.volume = volume;
    }
    /** Get the audio muted state */
    getMuted() {
      return this.media.muted;
    }
    /** Mute or unmute the audio */
    setMuted(muted) {
      this.media.muted = muted;
    }
    /** Get the playback speed */
    getPlaybackRate() {
      return this.media.playbackRate;
    }
    /** Check if the audio is seeking */
    isSeeking() {
      return this.media.seeking;
    }
    /** Set the playback speed, pass an optional false to NOT preserve the pitch */
    setPlaybackRate(rate, preservePitch) {
      if (preservePitch != null) {
        this.media.preservesPitch = preservePitch;
      }
      this.media.playbackRate = rate;
    }
    /**
     * Get the raw media object. Note: under the WebAudio backend this is really
     * the WebAudioPlayer wearing the HTMLMediaElement surface (see the
     * constructor); WaveSurfer.getMediaElement() owns the null-for-WebAudio
     * public contract.
     * @internal
     */
    getMediaElement() {
      return this.media;
    }
    /** Set a sink id to change the audio output device */
    setSinkId(sinkId) {
      const media = this.media;
      return media.setSinkId(sinkId);
    }
  };
  var player_default = Player;

  // node_modules/wavesurfer.js/dist/renderer-utils.js
  var DEFAULT_HEIGHT = 128;
  var MAX_CANVAS_WIDTH = 8e3;
  var MAX_NODES = 10;
  function clampToUnit(value) {
    if (Number.isNaN(value))
      return 0;
    if (value < 0)
      return 0;
    if (value > 1)
      return 1;
    return value;
  }
  function resolveBarDimensions(options, pixelRatio) {
    const barWidth = options.barWidth ? options.barWidth * pixelRatio : 1;
    const barGap = options.barGap ? options.barGap * pixelRatio : options.barWidth ? barWidth / 2 : 0;
    return { barWidth, barGap };
  }
  function calculateBarRenderConfig({ width, height, length, options, pixelRatio }) {
    const halfHeight = height / 2;
    const { barWidth, barGap } = resolveBarDimensions(options, pixelRatio);
    const barRadius = options.barRadius || 0;
    const barMinHeight = options.barMinHeight ? options.barMinHeight * pixelRatio : 0;
    const spacing = barWidth + barGap || 1;
    const barIndexScale = length > 0 ? width / spacing / length : 0;
    return {
      halfHeight,
      barWidth,
      barGap,
      barRadius,
      barMinHeight,
      barIndexScale,
      barSpacing: spacing
    };
  }
  function calculateBarHeights({ maxTop, maxBottom, halfHeight, vScale, barMinHeight = 0, barAlign }) {
    let topHeight = Math.round(maxTop * halfHeight * vScale);
    const bottomHeight = Math.round(maxBottom * halfHeight * vScale);
    let totalHeight = topHeight + bottomHeight || 1;
    if (totalHeight < barMinHeight) {
      totalHeight = barMinHeight;
      if (!barAlign) {
        topHeight = totalHeight / 2;
      }
    }
    return { topHeight, totalHeight };
  }
  function resolveBarYPosition({ barAlign, halfHeight, topHeight, totalHeight, canvasHeight }) {
    if (barAlign === "top")
      return 0;
    if (barAlign === "bottom")
      return canvasHeight - totalHeight;
    return halfHeight - topHeight;
  }
  function calculateBarSegments({ channelData, barIndexScale, barSpacing, barWidth, halfHeight, vScale, canvasHeight, barAlign, barMinHeight }) {
    const topChannel = channelData[0] || [];
    const bottomChannel = channelData[1] || topChannel;
    const length = topChannel.length;
    const segments = [];
    let prevX = 0;
    let maxTop = 0;
    let maxBottom = 0;
    for (let i2 = 0; i2 <= length; i2++) {
      const x = Math.round(i2 * barIndexScale);
      if (x > prevX) {
        const { topHeight, totalHeight } = calculateBarHeights({
          maxTop,
          maxBottom,
          halfHeight,
          vScale,
          barMinHeight,
          barAlign
        });
        const y = resolveBarYPosition({
          barAlign,
          halfHeight,
          topHeight,
          totalHeight,
          canvasHeight
        });
        segments.push({
          x: prevX * barSpacing,
          y,
          width: barWidth,
          height: totalHeight
        });
        prevX = x;
        maxTop = 0;
        maxBottom = 0;
      }
      const magnitudeTop = Math.abs(topChannel[i2] || 0);
      const magnitudeBottom = Math.abs(bottomChannel[i2] || 0);
      if (magnitudeTop > maxTop)
        maxTop = magnitudeTop;
      if (magnitudeBottom > maxBottom)
        maxBottom = magnitudeBottom;
    }
    return segments;
  }
  function getRelativePointerPosition(rect, clientX, clientY) {
    const relativeX = rect.width > 0 ? (clientX - rect.left) / rect.width : 0;
    const relativeY = rect.height > 0 ? (clientY - rect.top) / rect.height : 0;
    return [relativeX, relativeY];
  }
  function resolveChannelHeight({ optionsHeight, optionsSplitChannels, parentHeight, numberOfChannels, defaultHeight = DEFAULT_HEIGHT }) {
    if (optionsHeight == null)
      return defaultHeight;
    const numericHeight = Number(optionsHeight);
    if (!isNaN(numericHeight))
      return numericHeight;
    if (optionsHeight === "auto") {
      const height = parentHeight || defaultHeight;
      if (optionsSplitChannels === null || optionsSplitChannels === void 0 ? void 0 : optionsSplitChannels.every((channel) => !channel.overlay)) {
        return height / numberOfChannels;
      }
      return height;
    }
    return defaultHeight;
  }
  function getPixelRatio(devicePixelRatio) {
    return Math.max(1, devicePixelRatio || 1);
  }
  function shouldRenderBars(options) {
    return Boolean(options.barWidth || options.barGap || options.barAlign);
  }
  var gradientScratchCanvas = null;
  function resolveColorValue(color, devicePixelRatio, canvasHeight) {
    if (!Array.isArray(color))
      return color || "";
    if (color.length === 0)
      return "#999";
    if (color.length < 2)
      return color[0] || "";
    gradientScratchCanvas !== null && gradientScratchCanvas !== void 0 ? gradientScratchCanvas : gradientScratchCanvas = document.createElement("canvas");
    const ctx = gradientScratchCanvas.getContext("2d");
    if (!ctx)
      return color[0] || "";
    const gradientHeight = canvasHeight || gradientScratchCanvas.height * devicePixelRatio;
    const gradient = ctx.createLinearGradient(0, 0, 0, gradientHeight);
    const colorStopPercentage = 1 / (color.length - 1);
    color.forEach((value, index) => {
      gradient.addColorStop(index * colorStopPercentage, value);
    });
    return gradient;
  }
  function calculateWaveformLayout({ duration, minPxPerSec = 0, parentWidth, fillParent, pixelRatio }) {
    const scrollWidth = Math.ceil(duration * minPxPerSec);
    const isScrollable = scrollWidth > parentWidth;
    const useParentWidth = Boolean(fillParent && !isScrollable);
    const width = (useParentWidth ? parentWidth : scrollWidth) * pixelRatio;
    return {
      scrollWidth,
      isScrollable,
      useParentWidth,
      width
    };
  }
  function clampWidthToBarGrid(width, options) {
    if (!shouldRenderBars(options))
      return width;
    const { barWidth, barGap } = resolveBarDimensions(options, 1);
    const totalBarWidth = barWidth + barGap;
    if (totalBarWidth === 0)
      return width;
    return Math.floor(width / totalBarWidth) * totalBarWidth;
  }
  function calculateSingleCanvasWidth({ clientWidth, totalWidth, options }) {
    const baseWidth = Math.min(MAX_CANVAS_WIDTH, clientWidth, totalWidth);
    return clampWidthToBarGrid(baseWidth, options);
  }
  function computeCanvasPlan({ totalWidth, clientWidth, options }) {
    const singleCanvasWidth = calculateSingleCanvasWidth({ clientWidth, totalWidth, options });
    if (singleCanvasWidth === 0)
      return { singleCanvasWidth: 0, numCanvases: 0, slots: [] };
    const numCanvases = Math.ceil(totalWidth / singleCanvasWidth);
    const slots = [];
    for (let index = 0; index < numCanvases; index++) {
      const offset = index * singleCanvasWidth;
      const width = clampWidthToBarGrid(Math.min(totalWidth - offset, singleCanvasWidth), options);
      if (width > 0)
        slots.push({ index, offset, width });
    }
    return { singleCanvasWidth, numCanvases, slots };
  }
  function sliceChannelData({ channelData, offset, clampedWidth, totalWidth }) {
    return channelData.map((channel) => {
      const start = Math.floor(offset / totalWidth * channel.length);
      const end = Math.floor((offset + clampedWidth) / totalWidth * channel.length);
      return channel.slice(start, end);
    });
  }
  function shouldClearCanvases(currentNodeCount) {
    return currentNodeCount > MAX_NODES;
  }
  function getLazyRenderRange({ scrollLeft, clientWidth, singleCanvasWidth, numCanvases }) {
    if (singleCanvasWidth <= 0 || numCanvases <= 0)
      return [0];
    const startCanvas = Math.min(numCanvases - 1, Math.floor(scrollLeft / singleCanvasWidth));
    const endCanvas = Math.min(numCanvases - 1, Math.floor((scrollLeft + clientWidth) / singleCanvasWidth));
    const range = [];
    for (let i2 = startCanvas - 1; i2 <= endCanvas + 1; i2++) {
      range.push(i2);
    }
    return range;
  }
  function calculateGlobalPeak(channelData) {
    var _a;
    let max = 0;
    for (const channel of channelData) {
      for (let i2 = 0; i2 < channel.length; i2++) {
        const magnitude = Math.abs((_a = channel[i2]) !== null && _a !== void 0 ? _a : 0);
        if (magnitude > max)
          max = magnitude;
      }
    }
    return max;
  }
  function calculateVerticalScale({ channelData, barHeight, normalize: normalize2, maxPeak }) {
    var _a;
    const baseScale = barHeight || 1;
    if (!normalize2)
      return baseScale;
    const firstChannel = channelData[0];
    if (!firstChannel || firstChannel.length === 0)
      return baseScale;
    let max = maxPeak !== null && maxPeak !== void 0 ? maxPeak : 0;
    if (!maxPeak) {
      for (let i2 = 0; i2 < firstChannel.length; i2++) {
        const value = (_a = firstChannel[i2]) !== null && _a !== void 0 ? _a : 0;
        const magnitude = Math.abs(value);
        if (magnitude > max)
          max = magnitude;
      }
    }
    if (!max)
      return baseScale;
    return baseScale / max;
  }
  function calculateLinePaths({ channelData, width, height, vScale }) {
    const halfHeight = height / 2;
    const primaryChannel = channelData[0] || [];
    const secondaryChannel = channelData[1] || primaryChannel;
    const channels = [primaryChannel, secondaryChannel];
    return channels.map((channel, index) => {
      const length = channel.length;
      const hScale = length ? width / length : 0;
      const baseY = halfHeight;
      const direction = index === 0 ? -1 : 1;
      const path = [{ x: 0, y: baseY }];
      let prevX = 0;
      let max = 0;
      for (let i2 = 0; i2 <= length; i2++) {
        const x = Math.round(i2 * hScale);
        if (x > prevX) {
          const heightDelta = Math.round(max * halfHeight * vScale) || 1;
          const y = baseY + heightDelta * direction;
          path.push({ x: prevX, y });
          prevX = x;
          max = 0;
        }
        const value = Math.abs(channel[i2] || 0);
        if (value > max)
          max = value;
      }
      path.push({ x: prevX, y: baseY });
      return path;
    });
  }
  function roundToHalfAwayFromZero(value) {
    return Math.sign(value) * Math.round(Math.abs(value));
  }

  // node_modules/wavesurfer.js/dist/reactive/drag-stream.js
  function createDragStream(element, options = {}) {
    const { threshold = 3, mouseButton = 0, touchDelay = 100 } = options;
    const dragSignal = signal(null);
    const activePointers = /* @__PURE__ */ new Map();
    const isTouchDevice = matchMedia("(pointer: coarse)").matches;
    let unsubscribeDocument = () => void 0;
    const onPointerDown = (event) => {
      if (event.button !== mouseButton)
        return;
      if (activePointers.has(event.pointerId))
        return;
      activePointers.set(event.pointerId, event);
      if (activePointers.size > 1) {
        return;
      }
      const dragPointerId = event.pointerId;
      let startX = event.clientX;
      let startY = event.clientY;
      let isDragging = false;
      const touchStartTime = Date.now();
      const rect = element.getBoundingClientRect();
      const { left, top } = rect;
      const onPointerMove = (event2) => {
        if (event2.pointerId !== dragPointerId)
          return;
        if (event2.defaultPrevented || activePointers.size > 1) {
          return;
        }
        if (isTouchDevice && Date.now() - touchStartTime < touchDelay)
          return;
        const x = event2.clientX;
        const y = event2.clientY;
        const dx = x - startX;
        const dy = y - startY;
        if (isDragging || Math.abs(dx) > threshold || Math.abs(dy) > threshold) {
          event2.preventDefault();
          event2.stopPropagation();
          if (!isDragging) {
            dragSignal.set({
              type: "start",
              x: startX - left,
              y: startY - top
            });
            isDragging = true;
          }
          dragSignal.set({
            type: "move",
            x: x - left,
            y: y - top,
            deltaX: dx,
            deltaY: dy
          });
          startX = x;
          startY = y;
        }
      };
      const onPointerUp = (event2) => {
        if (!activePointers.delete(event2.pointerId))
          return;
        if (event2.pointerId === dragPointerId && isDragging) {
          const x = event2.clientX;
          const y = event2.clientY;
          dragSignal.set({
            type: "end",
            x: x - left,
            y: y - top
          });
        }
        if (activePointers.size === 0) {
          unsubscribeDocument();
        }
      };
      const onClick = (event2) => {
        if (isDragging) {
          event2.stopPropagation();
          event2.preventDefault();
        }
      };
      const onTouchMove = (event2) => {
        if (event2.defaultPrevented || activePointers.size > 1) {
          return;
        }
        if (isDragging) {
          event2.preventDefault();
        }
      };
      window.addEventListener("pointermove", onPointerMove);
      window.addEventListener("pointerup", onPointerUp);
      window.addEventListener("pointercancel", onPointerUp);
      document.addEventListener("touchmove", onTouchMove, { passive: false });
      document.addEventListener("click", onClick, { capture: true });
      unsubscribeDocument = () => {
        window.removeEventListener("pointermove", onPointerMove);
        window.removeEventListener("pointerup", onPointerUp);
        window.removeEventListener("pointercancel", onPointerUp);
        document.removeEventListener("touchmove", onTouchMove);
        setTimeout(() => {
          document.removeEventListener("click", onClick, { capture: true });
        }, 10);
      };
    };
    element.addEventListener("pointerdown", onPointerDown);
    const cleanupFn = () => {
      unsubscribeDocument();
      element.removeEventListener("pointerdown", onPointerDown);
      activePointers.clear();
    };
    return {
      signal: dragSignal,
      cleanup: cleanupFn
    };
  }

  // node_modules/wavesurfer.js/dist/reactive/scroll-stream.js
  function calculateScrollPercentages(scrollData) {
    const { scrollLeft, scrollWidth, clientWidth } = scrollData;
    if (scrollWidth === 0) {
      return { startX: 0, endX: 1 };
    }
    const startX = scrollLeft / scrollWidth;
    const endX = (scrollLeft + clientWidth) / scrollWidth;
    return {
      startX: Math.max(0, Math.min(1, startX)),
      endX: Math.max(0, Math.min(1, endX))
    };
  }
  function calculateScrollBounds(scrollData) {
    return {
      left: scrollData.scrollLeft,
      right: scrollData.scrollLeft + scrollData.clientWidth
    };
  }
  function createScrollStream(element) {
    const readScrollData = () => ({
      scrollLeft: element.scrollLeft,
      scrollWidth: element.scrollWidth,
      clientWidth: element.clientWidth
    });
    const scrollData = signal(readScrollData());
    const percentages = computed(() => {
      return calculateScrollPercentages(scrollData.value);
    }, [scrollData]);
    const bounds = computed(() => {
      return calculateScrollBounds(scrollData.value);
    }, [scrollData]);
    const onScroll = () => {
      scrollData.set(readScrollData());
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    const refresh = () => {
      const next = readScrollData();
      const current = scrollData.value;
      if (current.scrollLeft === next.scrollLeft && current.scrollWidth === next.scrollWidth && current.clientWidth === next.clientWidth) {
        return;
      }
      scrollData.set(next);
    };
    const cleanupFn = () => {
      element.removeEventListener("scroll", onScroll);
      percentages.dispose();
      bounds.dispose();
    };
    return {
      scrollData,
      percentages,
      bounds,
      refresh,
      cleanup: cleanupFn
    };
  }

  // node_modules/wavesurfer.js/dist/renderer.js
  var __awaiter4 = function(thisArg, _arguments, P, generator) {
    function adopt(value) {
      return value instanceof P ? value : new P(function(resolve) {
        resolve(value);
      });
    }
    return new (P || (P = Promise))(function(resolve, reject) {
      function fulfilled(value) {
        try {
          step(generator.next(value));
        } catch (e2) {
          reject(e2);
        }
      }
      function rejected(value) {
        try {
          step(generator["throw"](value));
        } catch (e2) {
          reject(e2);
        }
      }
      function step(result) {
        result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
      }
      step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
  };
  var __rest = function(s2, e2) {
    var t2 = {};
    for (var p2 in s2) if (Object.prototype.hasOwnProperty.call(s2, p2) && e2.indexOf(p2) < 0)
      t2[p2] = s2[p2];
    if (s2 != null && typeof Object.getOwnPropertySymbols === "function")
      for (var i2 = 0, p2 = Object.getOwnPropertySymbols(s2); i2 < p2.length; i2++) {
        if (e2.indexOf(p2[i2]) < 0 && Object.prototype.propertyIsEnumerable.call(s2, p2[i2]))
          t2[p2[i2]] = s2[p2[i2]];
      }
    return t2;
  };
  var SMOOTH_SCROLL_FPS = 60;
  var SMOOTH_SCROLL_MAX_DELTA = 10;
  var LOW_ZOOM_PIXELS_PER_SECOND_THRESHOLD = SMOOTH_SCROLL_MAX_DELTA * SMOOTH_SCROLL_FPS;
  var Renderer = class {
    constructor(options, audioElement) {
      this.isScrollable = signal(false);
      this.audioData = null;
      this.lastContainerWidth = 0;
      this.isDragging = false;
      this.scope = new Scope();
      this.scrollRenderScope = this.scope.child();
      this.delayScope = this.scope.child();
      this.dragScope = null;
      this.dragStream = null;
      this.scrollStream = null;
      this.containerInlinePadding = 0;
      this.audioDuration = signal(0);
      this._clickSignal = signal(null);
      this._dblclickSignal = signal(null);
      this._dragEventsSignal = signal(null);
      this._renderEpoch = signal(0);
      this._renderedEpoch = signal(0);
      this._resizeEpoch = signal(0);
      this.onClickWrapper = (e2) => {
        const rect = this.wrapper.getBoundingClientRect();
        const [x, y] = getRelativePointerPosition(rect, e2.clientX, e2.clientY);
        this._clickSignal.set({ relativeX: x, relativeY: y });
      };
      this.onDblClickWrapper = (e2) => {
        const rect = this.wrapper.getBoundingClientRect();
        const [x, y] = getRelativePointerPosition(rect, e2.clientX, e2.clientY);
        this._dblclickSignal.set({ relativeX: x, relativeY: y });
      };
      this.options = options;
      const parent = this.parentFromOptionsContainer(options.container);
      this.parent = parent;
      const [div, shadow] = this.initHtml();
      parent.appendChild(div);
      this.container = div;
      this.scrollContainer = shadow.querySelector(".scroll");
      this.wrapper = shadow.querySelector(".wrapper");
      this.canvasWrapper = shadow.querySelector(".canvases");
      this.progressWrapper = shadow.querySelector(".progress");
      this.cursor = shadow.querySelector(".cursor");
      this.calculateInlinePadding();
      if (audioElement) {
        shadow.appendChild(audioElement);
      }
      this.initEvents();
      this.visibleRange = computed(() => {
        const duration = this.audioDuration.value;
        if (!this.isScrollable.value || duration === 0 || !this.scrollStream) {
          return { startTime: 0, endTime: duration };
        }
        const { startX, endX } = this.scrollStream.percentages.value;
        return { startTime: startX * duration, endTime: endX * duration };
      });
      this.scope.add(() => this.visibleRange.dispose());
    }
    parentFromOptionsContainer(container) {
      let parent;
      if (typeof container === "string") {
        parent = document.querySelector(container);
      } else if (isHTMLElement(container)) {
        parent = container;
      }
      if (!parent) {
        throw new Error("Container not found");
      }
      return parent;
    }
    initEvents() {
      this.scope.listen(this.wrapper, "click", this.onClickWrapper);
      this.scope.listen(this.wrapper, "dblclick", this.onDblClickWrapper);
      if (this.options.dragToSeek === true || typeof this.options.dragToSeek === "object") {
        this.initDrag();
      }
      this.scrollStream = createScrollStream(this.scrollContainer);
      this.scrollSignals = { percentages: this.scrollStream.percentages, bounds: this.scrollStream.bounds };
      this.scope.add(() => {
        var _a;
        (_a = this.scrollStream) === null || _a === void 0 ? void 0 : _a.cleanup();
        this.scrollStream = null;
      });
      if (typeof ResizeObserver === "function") {
        const delay = this.createDelay(100);
        this.scope.createResizeObserver(this.scrollContainer, () => {
          delay().then(() => this.onContainerResize()).catch(() => void 0);
        });
      }
    }
    onContainerResize() {
      var _a;
      (_a = this.scrollStream) === null || _a === void 0 ? void 0 : _a.refresh();
      const width = this.parent.clientWidth;
      this.calculateInlinePadding();
      if (width === this.lastContainerWidth && this.options.height !== "auto")
        return;
      this.lastContainerWidth = width;
      this.reRender();
      this._resizeEpoch.update((n2) => n2 + 1);
    }
    initDrag() {
      if (this.dragStream)
        return;
      const dragScope = this.scope.child();
      this.dragScope = dragScope;
      this.dragStream = createDragStream(this.wrapper);
      dragScope.add(() => {
        var _a;
        (_a = this.dragStream) === null || _a === void 0 ? void 0 : _a.cleanup();
        this.dragStream = null;
      });
      const unsubscribeDrag = effect(() => {
        const drag = this.dragStream.signal.value;
        if (!drag)
          return;
        const width = this.wrapper.getBoundingClientRect().width;
        const relX = clampToUnit(drag.x / width);
        if (drag.type === "start") {
          this.isDragging = true;
          this._dragEventsSignal.set({ type: "start", relativeX: relX });
        } else if (drag.type === "move") {
          this._dragEventsSignal.set({ type: "move", relativeX: relX });
        } else if (drag.type === "end") {
          this.isDragging = false;
          this._dragEventsSignal.set({ type: "end", relativeX: relX });
        }
      }, [this.dragStream.signal]);
      dragScope.add(unsubscribeDrag);
    }
    /**
     * Tears down the drag stream + its effect by disposing their child scope
     * (see dragScope above), then clears the field so the next initDrag()
     * starts from a clean, freshly-created child of the current this.scope.
     * Safe to call when drag was never initialized (dragScope is null, or
     * already disposed from a prior destroy()) -- Scope#dispose() is a no-op
     * the second time.
     */
    disposeDrag() {
      var _a;
      (_a = this.dragScope) === null || _a === void 0 ? void 0 : _a.dispose();
      this.dragScope = null;
    }
    calculateInlinePadding() {
      const { paddingLeft, paddingRight } = getComputedStyle(this.scrollContainer);
      const padding = parseFloat(paddingLeft) + parseFloat(paddingRight);
      this.containerInlinePadding = Number.isNaN(padding) ? 0 : padding;
    }
    initHtml() {
      const div = document.createElement("div");
      const shadow = div.attachShadow({ mode: "open" });
      const cspNonce = this.options.cspNonce && typeof this.options.cspNonce === "string" ? this.options.cspNonce.replace(/"/g, "") : "";
      shadow.innerHTML = `
      <style${cspNonce ? ` nonce="${cspNonce}"` : ""}>
        :host {
          user-select: none;
          min-width: 1px;
        }
        :host audio {
          display: block;
          width: 100%;
        }
        :host .scroll {
          overflow-x: auto;
          overflow-y: hidden;
          width: 100%;
          position: relative;
        }
        :host .noScrollbar {
          scrollbar-color: transparent;
          scrollbar-width: none;
        }
        :host .noScrollbar::-webkit-scrollbar {
          display: none;
          -webkit-appearance: none;
        }
        :host .wrapper {
          position: relative;
          overflow: visible;
          z-index: 2;
        }
        :host .canvases {
          min-height: ${this.getHeight(this.options.height, this.options.splitChannels)}px;
          pointer-events: none;
        }
        :host .canvases > div {
          position: relative;
        }
        :host canvas {
          display: block;
          position: absolute;
          top: 0;
          image-rendering: pixelated;
        }
        :host .progress {
          pointer-events: none;
          position: absolute;
          z-index: 2;
          top: 0;
          left: 0;
          width: 0;
          height: 100%;
          overflow: hidden;
        }
        :host .progress > div {
          position: relative;
        }
        :host .cursor {
          pointer-events: none;
          position: absolute;
          z-index: 5;
          top: 0;
          left: 0;
          height: 100%;
          border-radius: 2px;
        }
      </style>

      <div class="scroll" part="scroll">
        <div class="wrapper" part="wrapper">
          <div class="canvases" part="canvases"></div>
          <div class="progress" part="progress"></div>
          <div class="cursor" part="cursor"></div>
        </div>
      </div>
    `;
      return [div, shadow];
    }
    /** Wavesurfer itself calls this method. Do not call it manually. */
    setOptions(options) {
      if (this.options.container !== options.container) {
        const newParent = this.parentFromOptionsContainer(options.container);
        newParent.appendChild(this.container);
        this.parent = newParent;
      }
      if (options.dragToSeek === true || typeof options.dragToSeek === "object") {
        this.initDrag();
      } else {
        this.disposeDrag();
      }
      this.options = options;
      this.reRender();
    }
    getWrapper() {
      return this.wrapper;
    }
    getWidth() {
      return this.scrollContainer.clientWidth - this.containerInlinePadding;
    }
    getScroll() {
      return this.scrollContainer.scrollLeft;
    }
    setScroll(pixels) {
      this.scrollContainer.scrollLeft = pixels;
    }
    setScrollPercentage(percent) {
      const { scrollWidth } = this.scrollContainer;
      const scrollStart = scrollWidth * percent;
      this.setScroll(scrollStart);
    }
    /**
     * The currently visible time range, derived from scroll position and
     * audio duration -- `{startTime: 0, endTime: duration}` when the waveform
     * isn't scrollable. Read-only; consumers (e.g. the timeline plugin) should
     * subscribe/effect off it rather than recomputing scroll math themselves.
     */
    getVisibleRange() {
      return this.visibleRange;
    }
    /**
     * Pointer clicks on the waveform, as a read-only signal. A fresh object is
     * set per click (initial value null before the first one), so subscribers
     * see every click even at identical coordinates.
     */
    get clickSignal() {
      return this._clickSignal;
    }
    /** Double clicks on the waveform; same shape and semantics as clickSignal. */
    get dblclickSignal() {
      return this._dblclickSignal;
    }
    /**
     * Drag gestures on the waveform ('start' -> 'move'* -> 'end'), a fresh
     * object per step; null before the first gesture.
     */
    get dragEventsSignal() {
      return this._dragEventsSignal;
    }
    /** Bumped on every render pass (the public 'redraw' event derives from it). */
    get renderEpoch() {
      return this._renderEpoch;
    }
    /** Bumped (async, microtask) when a render pass has fully drawn ('redrawcomplete'). */
    get renderedEpoch() {
      return this._renderedEpoch;
    }
    /** Bumped when a container resize triggered a re-render ('resize'). */
    get resizeEpoch() {
      return this._resizeEpoch;
    }
    /**
     * The scroll stream's derived signals: visible range as percentages
     * [0..1] and scroll bounds in pixels. Created with the renderer (in
     * initEvents, during construction); after destroy() the signals still
     * exist but go quiet.
     */
    getScrollSignals() {
      return this.scrollSignals;
    }
    destroy() {
      this.scope.dispose();
      this.audioData = null;
      this.container.remove();
    }
    createDelay(delayMs = 10) {
      let cancelTimeout;
      let cancelReject;
      let rejectFn;
      const onClear = () => {
        cancelTimeout === null || cancelTimeout === void 0 ? void 0 : cancelTimeout();
        cancelTimeout = void 0;
        cancelReject === null || cancelReject === void 0 ? void 0 : cancelReject();
        cancelReject = void 0;
        if (rejectFn) {
          rejectFn();
          rejectFn = void 0;
        }
      };
      return () => {
        return new Promise((resolve, reject) => {
          onClear();
          rejectFn = reject;
          cancelTimeout = this.delayScope.timeout(() => {
            rejectFn = void 0;
            cancelReject === null || cancelReject === void 0 ? void 0 : cancelReject();
            cancelReject = void 0;
            resolve();
          }, delayMs);
          cancelReject = this.delayScope.add(onClear);
        });
      };
    }
    getHeight(optionsHeight, optionsSplitChannel) {
      var _a;
      const numberOfChannels = ((_a = this.audioData) === null || _a === void 0 ? void 0 : _a.numberOfChannels) || 1;
      return resolveChannelHeight({
        optionsHeight,
        optionsSplitChannels: optionsSplitChannel,
        parentHeight: this.parent.clientHeight,
        numberOfChannels,
        defaultHeight: DEFAULT_HEIGHT
      });
    }
    convertColorValues(color, ctx) {
      return resolveColorValue(color, this.getPixelRatio(), ctx === null || ctx === void 0 ? void 0 : ctx.canvas.height);
    }
    getPixelRatio() {
      return getPixelRatio(window.devicePixelRatio);
    }
    renderBarWaveform(channelData, options, ctx, vScale) {
      const { width, height } = ctx.canvas;
      const { halfHeight, barWidth, barRadius, barIndexScale, barSpacing, barMinHeight } = calculateBarRenderConfig({
        width,
        height,
        length: (channelData[0] || []).length,
        options,
        pixelRatio: this.getPixelRatio()
      });
      const segments = calculateBarSegments({
        channelData,
        barIndexScale,
        barSpacing,
        barWidth,
        halfHeight,
        vScale,
        canvasHeight: height,
        barAlign: options.barAlign,
        barMinHeight
      });
      ctx.beginPath();
      for (const segment of segments) {
        if (barRadius && "roundRect" in ctx) {
          ;
          ctx.roundRect(segment.x, segment.y, segment.width, segment.height, barRadius);
        } else {
          ctx.rect(segment.x, segment.y, segment.width, segment.height);
        }
      }
      ctx.fill();
      ctx.closePath();
    }
    renderLineWaveform(channelData, _options, ctx, vScale) {
      const { width, height } = ctx.canvas;
      const paths = calculateLinePaths({ channelData, width, height, vScale });
      ctx.beginPath();
      for (const path of paths) {
        if (!path.length)
          continue;
        ctx.moveTo(path[0].x, path[0].y);
        for (let i2 = 1; i2 < path.length; i2++) {
          const point = path[i2];
          ctx.lineTo(point.x, point.y);
        }
      }
      ctx.fill();
      ctx.closePath();
    }
    renderWaveform(channelData, options, ctx) {
      ctx.fillStyle = this.convertColorValues(options.waveColor, ctx);
      if (options.renderFunction) {
        options.renderFunction(channelData, ctx);
        return;
      }
      const vScale = calculateVerticalScale({
        channelData,
        barHeight: options.barHeight,
        normalize: options.normalize,
        maxPeak: options.maxPeak
      });
      if (shouldRenderBars(options)) {
        this.renderBarWaveform(channelData, options, ctx, vScale);
        return;
      }
      this.renderLineWaveform(channelData, options, ctx, vScale);
    }
    renderSingleCanvas(data, options, width, height, offset, canvasContainer, progressContainer) {
      const pixelRatio = this.getPixelRatio();
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(width * pixelRatio);
      canvas.height = Math.round(height * pixelRatio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
      canvas.style.left = `${Math.round(offset)}px`;
      canvasContainer.appendChild(canvas);
      const ctx = canvas.getContext("2d");
      if (options.renderFunction) {
        ctx.fillStyle = this.convertColorValues(options.waveColor, ctx);
        options.renderFunction(data, ctx);
      } else {
        this.renderWaveform(data, options, ctx);
      }
      if (canvas.width > 0 && canvas.height > 0) {
        const progressCanvas = canvas.cloneNode();
        const progressCtx = progressCanvas.getContext("2d");
        progressCtx.drawImage(canvas, 0, 0);
        progressCtx.globalCompositeOperation = "source-in";
        progressCtx.fillStyle = this.convertColorValues(options.progressColor, progressCtx);
        progressCtx.fillRect(0, 0, canvas.width, canvas.height);
        progressContainer.appendChild(progressCanvas);
      }
    }
    renderMultiCanvas(channelData, options, width, height, canvasContainer, progressContainer) {
      const pixelRatio = this.getPixelRatio();
      const { clientWidth } = this.scrollContainer;
      const totalWidth = width / pixelRatio;
      const plan = computeCanvasPlan({ clientWidth, totalWidth, options });
      let drawnIndexes = {};
      if (plan.singleCanvasWidth === 0)
        return;
      const draw = (index) => {
        const slot = plan.slots[index];
        if (!slot)
          return;
        if (drawnIndexes[index])
          return;
        drawnIndexes[index] = true;
        const data = sliceChannelData({ channelData, offset: slot.offset, clampedWidth: slot.width, totalWidth });
        this.renderSingleCanvas(data, options, slot.width, height, slot.offset, canvasContainer, progressContainer);
      };
      const clearCanvases = () => {
        if (shouldClearCanvases(Object.keys(drawnIndexes).length)) {
          canvasContainer.innerHTML = "";
          progressContainer.innerHTML = "";
          drawnIndexes = {};
        }
      };
      if (!this.isScrollable.value) {
        for (let i2 = 0; i2 < plan.numCanvases; i2++) {
          draw(i2);
        }
        return;
      }
      const initialRange = getLazyRenderRange({
        scrollLeft: this.scrollContainer.scrollLeft,
        clientWidth,
        singleCanvasWidth: plan.singleCanvasWidth,
        numCanvases: plan.numCanvases
      });
      initialRange.forEach((index) => draw(index));
      if (plan.numCanvases > 1) {
        const unsubscribe = effect(() => {
          const { scrollLeft, clientWidth: viewportWidth } = this.scrollContainer;
          clearCanvases();
          getLazyRenderRange({
            scrollLeft,
            clientWidth: viewportWidth,
            singleCanvasWidth: plan.singleCanvasWidth,
            numCanvases: plan.numCanvases
          }).forEach((index) => draw(index));
        }, [this.visibleRange]);
        this.scrollRenderScope.add(unsubscribe);
      }
    }
    renderChannel(channelData, _a, width, channelIndex) {
      var { overlay } = _a, options = __rest(_a, ["overlay"]);
      const canvasContainer = document.createElement("div");
      const height = this.getHeight(options.height, options.splitChannels);
      canvasContainer.style.height = `${height}px`;
      if (overlay && channelIndex > 0) {
        canvasContainer.style.marginTop = `-${height}px`;
      }
      this.canvasWrapper.style.minHeight = `${height}px`;
      this.canvasWrapper.appendChild(canvasContainer);
      const progressContainer = canvasContainer.cloneNode();
      this.progressWrapper.appendChild(progressContainer);
      if (options.normalize && options.maxPeak == null) {
        options = Object.assign(Object.assign({}, options), { maxPeak: calculateGlobalPeak(channelData) });
      }
      this.renderMultiCanvas(channelData, options, width, height, canvasContainer, progressContainer);
    }
    render(audioData) {
      return __awaiter4(this, void 0, void 0, function* () {
        var _a, _b;
        this.delayScope.dispose();
        this.delayScope = this.scope.child();
        this.scrollRenderScope.dispose();
        this.scrollRenderScope = this.scope.child();
        this.canvasWrapper.innerHTML = "";
        this.progressWrapper.innerHTML = "";
        if (this.options.width != null) {
          this.scrollContainer.style.width = typeof this.options.width === "number" ? `${this.options.width}px` : this.options.width;
        } else {
          this.scrollContainer.style.width = "";
        }
        const pixelRatio = this.getPixelRatio();
        const parentWidth = this.scrollContainer.clientWidth - this.containerInlinePadding;
        const { scrollWidth, isScrollable, useParentWidth, width } = calculateWaveformLayout({
          duration: audioData.duration,
          minPxPerSec: this.options.minPxPerSec || 0,
          parentWidth,
          fillParent: this.options.fillParent,
          pixelRatio
        });
        this.isScrollable.set(isScrollable);
        this.wrapper.style.width = useParentWidth ? "100%" : `${scrollWidth}px`;
        this.scrollContainer.style.overflowX = this.isScrollable.value ? "auto" : "hidden";
        this.scrollContainer.classList.toggle("noScrollbar", !!this.options.hideScrollbar);
        this.cursor.style.backgroundColor = `${this.options.cursorColor || this.options.progressColor}`;
        this.cursor.style.width = `${this.options.cursorWidth}px`;
        (_a = this.scrollStream) === null || _a === void 0 ? void 0 : _a.refresh();
        this.audioData = audioData;
        this.audioDuration.set(audioData.duration);
        this._renderEpoch.update((n2) => n2 + 1);
        if (this.options.splitChannels) {
          for (let i2 = 0; i2 < audioData.numberOfChannels; i2++) {
            const options = Object.assign(Object.assign({}, this.options), (_b = this.options.splitChannels) === null || _b === void 0 ? void 0 : _b[i2]);
            this.renderChannel([audioData.getChannelData(i2)], options, width, i2);
          }
        } else {
          const channels = [audioData.getChannelData(0)];
          if (audioData.numberOfChannels > 1)
            channels.push(audioData.getChannelData(1));
          this.renderChannel(channels, this.options, width, 0);
        }
        Promise.resolve().then(() => this._renderedEpoch.update((n2) => n2 + 1));
      });
    }
    reRender() {
      this.scrollRenderScope.dispose();
      this.scrollRenderScope = this.scope.child();
      if (!this.audioData)
        return;
      const { scrollWidth } = this.scrollContainer;
      const { right: before } = this.progressWrapper.getBoundingClientRect();
      this.render(this.audioData);
      if (!this.isScrollable.value && this.scrollContainer.scrollLeft) {
        this.scrollContainer.scrollLeft = 0;
      } else if (this.isScrollable.value && scrollWidth !== this.scrollContainer.scrollWidth) {
        const { right: after } = this.progressWrapper.getBoundingClientRect();
        const delta = roundToHalfAwayFromZero(after - before);
        this.scrollContainer.scrollLeft += delta;
      }
    }
    zoom(minPxPerSec) {
      this.options.minPxPerSec = minPxPerSec;
      this.reRender();
    }
    scrollIntoView(progress, isPlaying = false) {
      var _a;
      const { scrollLeft, scrollWidth, clientWidth } = this.scrollContainer;
      const progressWidth = progress * scrollWidth;
      const startEdge = scrollLeft;
      const endEdge = scrollLeft + clientWidth;
      const middle = clientWidth / 2;
      if (this.isDragging) {
        const minGap = 30;
        if (progressWidth + minGap > endEdge) {
          this.scrollContainer.scrollLeft += minGap;
        } else if (progressWidth - minGap < startEdge) {
          this.scrollContainer.scrollLeft -= minGap;
        }
      } else {
        if (progressWidth < startEdge || progressWidth > endEdge) {
          this.scrollContainer.scrollLeft = progressWidth - (this.options.autoCenter ? middle : 0);
        }
        const center = progressWidth - scrollLeft - middle;
        if (isPlaying && this.options.autoCenter && center > 0) {
          const duration = (_a = this.audioData) === null || _a === void 0 ? void 0 : _a.duration;
          if (duration === void 0 || duration <= 0) {
            this.scrollContainer.scrollLeft += center;
            return;
          }
          const pixelsPerSecond = scrollWidth / duration;
          if (pixelsPerSecond <= LOW_ZOOM_PIXELS_PER_SECOND_THRESHOLD) {
            this.scrollContainer.scrollLeft += Math.min(center, SMOOTH_SCROLL_MAX_DELTA);
          } else {
            this.scrollContainer.scrollLeft += center;
          }
        }
      }
    }
    renderProgress(progress, isPlaying) {
      if (isNaN(progress))
        return;
      const percents = progress * 100;
      this.canvasWrapper.style.clipPath = `polygon(${percents}% 0%, 100% 0%, 100% 100%, ${percents}% 100%)`;
      this.progressWrapper.style.width = `${percents}%`;
      this.cursor.style.left = `${percents}%`;
      this.cursor.style.transform = this.options.cursorWidth ? `translateX(-${progress * this.options.cursorWidth}px)` : "";
      if (this.isScrollable.value && this.options.autoScroll && this.audioData && this.audioData.duration > 0) {
        this.scrollIntoView(progress, isPlaying);
      }
    }
    exportImage(format, quality, type) {
      return __awaiter4(this, void 0, void 0, function* () {
        const canvases = this.canvasWrapper.querySelectorAll("canvas");
        if (!canvases.length) {
          throw new Error("No waveform data");
        }
        if (type === "dataURL") {
          const images = Array.from(canvases).map((canvas) => canvas.toDataURL(format, quality));
          return Promise.resolve(images);
        }
        return Promise.all(Array.from(canvases).map((canvas) => {
          return new Promise((resolve, reject) => {
            canvas.toBlob((blob) => {
              if (blob) {
                resolve(blob);
              } else {
                reject(new Error("Could not export image"));
              }
            }, format, quality);
          });
        }));
      });
    }
  };
  var renderer_default = Renderer;

  // node_modules/wavesurfer.js/dist/webaudio.js
  var __awaiter5 = function(thisArg, _arguments, P, generator) {
    function adopt(value) {
      return value instanceof P ? value : new P(function(resolve) {
        resolve(value);
      });
    }
    return new (P || (P = Promise))(function(resolve, reject) {
      function fulfilled(value) {
        try {
          step(generator.next(value));
        } catch (e2) {
          reject(e2);
        }
      }
      function rejected(value) {
        try {
          step(generator["throw"](value));
        } catch (e2) {
          reject(e2);
        }
      }
      function step(result) {
        result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
      }
      step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
  };
  function setWebAudioSessionPlayback() {
    const navigator = globalThis.navigator;
    if (!(navigator === null || navigator === void 0 ? void 0 : navigator.audioSession))
      return;
    try {
      navigator.audioSession.type = "playback";
    } catch (e2) {
      console.warn("Setting navigator.audioSession.type failed:", e2);
    }
  }
  var WebAudioPlayer = class extends event_emitter_default {
    constructor(audioContext) {
      super();
      this.bufferNode = null;
      this.playStartTime = 0;
      this.playbackPosition = 0;
      this._muted = false;
      this._playbackRate = 1;
      this._duration = void 0;
      this.buffer = null;
      this.currentSrc = "";
      this.paused = true;
      this.crossOrigin = null;
      this.seeking = false;
      this.autoplay = false;
      this.error = null;
      this.scope = new Scope();
      this.scheduledStop = null;
      this.addEventListener = this.on;
      this.removeEventListener = this.un;
      this._destroyed = false;
      this.srcGeneration = 0;
      this.srcFetchAbort = null;
      setWebAudioSessionPlayback();
      this.audioContext = audioContext || new AudioContext();
      this.gainNode = this.audioContext.createGain();
      this.gainNode.connect(this.audioContext.destination);
    }
    load() {
      return __awaiter5(this, void 0, void 0, function* () {
        return;
      });
    }
    /** For compatibility with HTMLMediaElement.remove(). Delegates to destroy(). */
    remove() {
      this.destroy();
    }
    /** Clean up all resources. Idempotent — safe to call multiple times. */
    destroy() {
      var _a;
      if (this._destroyed)
        return;
      this._destroyed = true;
      this.scope.dispose();
      this.scheduledStop = null;
      this.srcGeneration++;
      (_a = this.srcFetchAbort) === null || _a === void 0 ? void 0 : _a.abort();
      this.srcFetchAbort = null;
      this.currentSrc = "";
      if (this.bufferNode) {
        this.bufferNode.onended = null;
        try {
          this.bufferNode.stop();
        } catch (_b) {
        }
        this.bufferNode.disconnect();
        this.bufferNode = null;
      }
      this.gainNode.disconnect();
      if (typeof this.audioContext.close === "function") {
        Promise.resolve(this.audioContext.close.call(this.audioContext)).catch(() => void 0);
      }
      this.buffer = null;
      this.unAll();
    }
    get src() {
      return this.currentSrc;
    }
    set src(value) {
      var _a;
      this.currentSrc = value;
      this._duration = void 0;
      this.error = null;
      const generation = ++this.srcGeneration;
      (_a = this.srcFetchAbort) === null || _a === void 0 ? void 0 : _a.abort();
      this.srcFetchAbort = null;
      if (!value) {
        this.buffer = null;
        this.emit("emptied");
        return;
      }
      const abortController = new AbortController();
      this.srcFetchAbort = abortController;
      fetch(value, { signal: abortController.signal }).then((response) => {
        if (response.status >= 400) {
          throw new Error(`Failed to fetch ${value}: ${response.status} (${response.statusText})`);
        }
        return response.arrayBuffer();
      }).then((arrayBuffer) => {
        if (generation !== this.srcGeneration)
          return null;
        return this.audioContext.decodeAudioData(arrayBuffer);
      }).then((audioBuffer) => {
        if (generation !== this.srcGeneration)
          return;
        this.buffer = audioBuffer;
        this.emit("loadedmetadata");
        this.emit("canplay");
        if (this.autoplay)
          this.play();
      }).catch((err) => {
        if (generation !== this.srcGeneration)
          return;
        console.error("WebAudioPlayer load error:", err);
        this.error = err instanceof Error ? err : new Error(String(err));
        this.emit("error", this.error);
      });
    }
    _play() {
      if (!this.paused)
        return;
      this.paused = false;
      if (this.bufferNode) {
        this.bufferNode.onended = null;
        this.bufferNode.disconnect();
      }
      this.bufferNode = this.audioContext.createBufferSource();
      if (this.buffer) {
        this.bufferNode.buffer = this.buffer;
      }
      this.bufferNode.playbackRate.value = this._playbackRate;
      this.bufferNode.connect(this.gainNode);
      let currentPos = this.playbackPosition;
      if (currentPos >= this.duration || currentPos < 0) {
        currentPos = 0;
        this.playbackPosition = 0;
      }
      this.bufferNode.start(this.audioContext.currentTime, currentPos);
      this.playStartTime = this.audioContext.currentTime;
      this.bufferNode.onended = () => {
        if (!this.paused && this.duration - this.currentTime < 0.01) {
          this.pause();
          this.emit("ended");
        }
      };
    }
    _pause() {
      if (this.scheduledStop && this.currentTime < this.scheduledStop.time) {
        this.cancelScheduledStop();
      }
      this.playbackPosition = this.currentTime;
      this.paused = true;
      if (this.bufferNode) {
        this.bufferNode.onended = null;
        try {
          this.bufferNode.stop();
        } catch (_a) {
        }
      }
    }
    play() {
      return __awaiter5(this, void 0, void 0, function* () {
        if (!this.paused)
          return;
        if (this.audioContext.state === "suspended" && typeof this.audioContext.resume === "function") {
          this.audioContext.resume().catch(() => void 0);
        }
        this._play();
        this.emit("play");
      });
    }
    pause() {
      if (this.paused)
        return;
      this._pause();
      this.emit("pause");
    }
    /** Drop a pending stopAt(), so its 'ended' listener can no longer clamp the position */
    cancelScheduledStop() {
      var _a;
      (_a = this.scheduledStop) === null || _a === void 0 ? void 0 : _a.cancel();
      this.scheduledStop = null;
    }
    stopAt(timeSeconds) {
      const currentBufferNode = this.bufferNode;
      if (!currentBufferNode)
        return;
      this.cancelScheduledStop();
      const delay = (timeSeconds - this.currentTime) / this._playbackRate;
      currentBufferNode.stop(this.audioContext.currentTime + Math.max(0, delay));
      const cancel = this.scope.listen(currentBufferNode, "ended", () => {
        const scheduled = this.scheduledStop;
        if ((scheduled === null || scheduled === void 0 ? void 0 : scheduled.node) !== currentBufferNode)
          return;
        this.scheduledStop = null;
        scheduled.cancel();
        if (currentBufferNode === this.bufferNode) {
          this.bufferNode = null;
          this.pause();
          this.playbackPosition = Math.min(timeSeconds, this.duration);
          this.emit("timeupdate");
        }
      }, { once: true });
      this.scheduledStop = { node: currentBufferNode, time: timeSeconds, cancel };
    }
    setSinkId(deviceId) {
      return __awaiter5(this, void 0, void 0, function* () {
        const ac = this.audioContext;
        return ac.setSinkId(deviceId);
      });
    }
    get playbackRate() {
      return this._playbackRate;
    }
    set playbackRate(value) {
      const wasPlaying = !this.paused;
      if (wasPlaying)
        this._pause();
      this._playbackRate = value;
      if (wasPlaying)
        this._play();
      if (this.bufferNode) {
        this.bufferNode.playbackRate.value = value;
      }
    }
    get currentTime() {
      return this.paused ? this.playbackPosition : this.playbackPosition + (this.audioContext.currentTime - this.playStartTime) * this._playbackRate;
    }
    set currentTime(value) {
      const wasPlaying = !this.paused;
      if (wasPlaying)
        this._pause();
      this.playbackPosition = value;
      if (wasPlaying)
        this._play();
      this.emit("seeking");
      this.emit("seeked");
      this.emit("timeupdate");
    }
    get duration() {
      var _a, _b;
      return (_a = this._duration) !== null && _a !== void 0 ? _a : ((_b = this.buffer) === null || _b === void 0 ? void 0 : _b.duration) || 0;
    }
    set duration(value) {
      this._duration = value;
    }
    get volume() {
      return this.gainNode.gain.value;
    }
    set volume(value) {
      this.gainNode.gain.value = value;
      this.emit("volumechange");
    }
    get muted() {
      return this._muted;
    }
    set muted(value) {
      if (this._muted === value)
        return;
      this._muted = value;
      if (this._muted) {
        this.gainNode.disconnect();
      } else {
        this.gainNode.connect(this.audioContext.destination);
      }
    }
    canPlayType(mimeType) {
      return /^(audio|video)\//.test(mimeType);
    }
    /** Get the GainNode used to play the audio. Can be used to attach filters. */
    getGainNode() {
      return this.gainNode;
    }
    /** Get decoded audio */
    getChannelData() {
      const channels = [];
      if (!this.buffer)
        return channels;
      const numChannels = this.buffer.numberOfChannels;
      for (let i2 = 0; i2 < numChannels; i2++) {
        channels.push(this.buffer.getChannelData(i2));
      }
      return channels;
    }
    /**
     * Imitate `HTMLElement.removeAttribute` for compatibility with `Player`.
     */
    removeAttribute(attrName) {
      switch (attrName) {
        case "src":
          this.src = "";
          break;
        case "playbackRate":
          this.playbackRate = 0;
          break;
        case "currentTime":
          this.currentTime = 0;
          break;
        case "duration":
          this.duration = 0;
          break;
        case "volume":
          this.volume = 0;
          break;
        case "muted":
          this.muted = false;
          break;
      }
    }
  };
  var webaudio_default = WebAudioPlayer;

  // node_modules/wavesurfer.js/dist/state/wavesurfer-state.js
  function createWaveSurferState(playerSignals) {
    var _a, _b, _c, _d, _e, _f, _g;
    const currentTime = (_a = playerSignals === null || playerSignals === void 0 ? void 0 : playerSignals.currentTime) !== null && _a !== void 0 ? _a : signal(0);
    const duration = (_b = playerSignals === null || playerSignals === void 0 ? void 0 : playerSignals.duration) !== null && _b !== void 0 ? _b : signal(0);
    const isPlaying = (_c = playerSignals === null || playerSignals === void 0 ? void 0 : playerSignals.isPlaying) !== null && _c !== void 0 ? _c : signal(false);
    const isSeeking = (_d = playerSignals === null || playerSignals === void 0 ? void 0 : playerSignals.isSeeking) !== null && _d !== void 0 ? _d : signal(false);
    const volume = (_e = playerSignals === null || playerSignals === void 0 ? void 0 : playerSignals.volume) !== null && _e !== void 0 ? _e : signal(1);
    const muted = (_f = playerSignals === null || playerSignals === void 0 ? void 0 : playerSignals.muted) !== null && _f !== void 0 ? _f : signal(false);
    const playbackRate = (_g = playerSignals === null || playerSignals === void 0 ? void 0 : playerSignals.playbackRate) !== null && _g !== void 0 ? _g : signal(1);
    const audioBuffer = signal(null);
    const peaks = signal(null);
    const url = signal("");
    const zoom = signal(0);
    const scrollPosition = signal(0);
    const loadPhase = signal("idle");
    const isPaused = computed(() => !isPlaying.value, [isPlaying]);
    const canPlay = computed(() => audioBuffer.value !== null, [audioBuffer]);
    const isReady = computed(() => {
      return canPlay.value && duration.value > 0;
    }, [canPlay, duration]);
    const progress = computed(() => currentTime.value, [currentTime]);
    const progressPercent = computed(() => {
      return duration.value > 0 ? currentTime.value / duration.value : 0;
    }, [currentTime, duration]);
    const computeds = [isPaused, canPlay, isReady, progress, progressPercent];
    const state = {
      currentTime,
      duration,
      isPlaying,
      isPaused,
      isSeeking,
      volume,
      muted,
      playbackRate,
      audioBuffer,
      peaks,
      url,
      zoom,
      scrollPosition,
      loadPhase,
      canPlay,
      isReady,
      progress,
      progressPercent
    };
    const actions = {
      setCurrentTime: (time) => {
        const clampedTime = Math.max(0, Math.min(duration.value || Infinity, time));
        currentTime.set(clampedTime);
      },
      setDuration: (d2) => {
        duration.set(Math.max(0, d2));
      },
      setPlaying: (playing) => {
        isPlaying.set(playing);
      },
      setSeeking: (seeking) => {
        isSeeking.set(seeking);
      },
      setVolume: (v2) => {
        const clampedVolume = Math.max(0, Math.min(1, v2));
        volume.set(clampedVolume);
      },
      setPlaybackRate: (rate) => {
        const clampedRate = Math.max(0.1, Math.min(16, rate));
        playbackRate.set(clampedRate);
      },
      setAudioBuffer: (buffer) => {
        audioBuffer.set(buffer);
        if (buffer) {
          const current = duration.value;
          if (current === 0 || Number.isNaN(current) || current === Infinity) {
            duration.set(buffer.duration);
          }
        }
      },
      setPeaks: (p2) => {
        peaks.set(p2);
      },
      setUrl: (u2) => {
        url.set(u2);
      },
      setZoom: (z) => {
        zoom.set(Math.max(0, z));
      },
      setScrollPosition: (pos) => {
        scrollPosition.set(Math.max(0, pos));
      },
      setLoadPhase: (phase) => {
        loadPhase.set(phase);
      }
    };
    const dispose = () => {
      computeds.forEach((c2) => c2.dispose());
    };
    return { state, actions, dispose };
  }

  // node_modules/wavesurfer.js/dist/wavesurfer.js
  var __awaiter6 = function(thisArg, _arguments, P, generator) {
    function adopt(value) {
      return value instanceof P ? value : new P(function(resolve) {
        resolve(value);
      });
    }
    return new (P || (P = Promise))(function(resolve, reject) {
      function fulfilled(value) {
        try {
          step(generator.next(value));
        } catch (e2) {
          reject(e2);
        }
      }
      function rejected(value) {
        try {
          step(generator["throw"](value));
        } catch (e2) {
          reject(e2);
        }
      }
      function step(result) {
        result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
      }
      step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
  };
  var defaultOptions = {
    waveColor: "#999",
    progressColor: "#555",
    cursorWidth: 1,
    minPxPerSec: 0,
    fillParent: true,
    interact: true,
    dragToSeek: false,
    autoScroll: true,
    autoCenter: true,
    sampleRate: 8e3
  };
  var WaveSurfer = class _WaveSurfer extends event_emitter_default {
    /** Create a new WaveSurfer instance */
    static create(options) {
      return new _WaveSurfer(options);
    }
    /** Get the reactive state for advanced use cases */
    getState() {
      return this.wavesurferState;
    }
    /** Get the renderer instance for plugin access to reactive streams */
    getRenderer() {
      return this.renderer;
    }
    /** Create a new WaveSurfer instance */
    constructor(options) {
      var _a, _b;
      super();
      this.plugins = [];
      this.decodedData = null;
      this.stopAtPosition = null;
      this.internalWebAudioPlayer = null;
      this.webAudioPlayer = null;
      this.scope = new Scope();
      this.mediaEventScope = this.scope.child();
      this.frameScheduler = new FrameScheduler(this.scope);
      this.loadScope = null;
      this.supersededLoadScopes = /* @__PURE__ */ new WeakSet();
      this.isDestroyed = false;
      this.onTick = () => {
        if (!this.isSeeking()) {
          const currentTime = this.updateProgress();
          this.emit("timeupdate", currentTime);
          this.emit("audioprocess", currentTime);
          if (this.stopAtPosition != null && this.isPlaying() && currentTime >= this.stopAtPosition) {
            const stopAt = this.stopAtPosition;
            this.pause();
            this.setTime(stopAt);
          }
        }
      };
      const internalWebAudioPlayer = !options.media && options.backend === "WebAudio" ? new webaudio_default() : null;
      const media = (_b = (_a = options.media) !== null && _a !== void 0 ? _a : internalWebAudioPlayer) !== null && _b !== void 0 ? _b : void 0;
      this.player = new player_default({
        media,
        mediaControls: options.mediaControls,
        autoplay: options.autoplay,
        playbackRate: options.audioRate
      });
      this.internalWebAudioPlayer = internalWebAudioPlayer;
      this.webAudioPlayer = internalWebAudioPlayer !== null && internalWebAudioPlayer !== void 0 ? internalWebAudioPlayer : options.media instanceof webaudio_default ? options.media : null;
      this.options = Object.assign({}, defaultOptions, options);
      const { state, actions, dispose } = createWaveSurferState({
        isPlaying: this.player.isPlayingSignal,
        currentTime: this.player.currentTimeSignal,
        duration: this.player.durationSignal,
        volume: this.player.volumeSignal,
        muted: this.player.mutedSignal,
        playbackRate: this.player.playbackRateSignal,
        isSeeking: this.player.seekingSignal
      });
      this.wavesurferState = state;
      this.wavesurferActions = actions;
      this.scope.add(dispose);
      const audioElement = media ? void 0 : this.player.getMediaElement();
      this.renderer = new renderer_default(this.options, audioElement);
      this.initPlayerEvents();
      this.initRendererEvents();
      this.initPlugins();
      const initialUrl = this.options.url || this.player.getSrc() || "";
      Promise.resolve().then(() => {
        if (this.isDestroyed)
          return;
        this.emit("init");
        const { peaks, duration } = this.options;
        if (initialUrl || peaks && duration) {
          this.load(initialUrl, peaks, duration).catch(() => {
          });
        }
      });
    }
    updateProgress(currentTime = this.getCurrentTime()) {
      this.renderer.renderProgress(currentTime / this.getDuration(), this.isPlaying());
      return currentTime;
    }
    initPlayerEvents() {
      if (this.isPlaying()) {
        this.emit("play");
        this.frameScheduler.start(this.onTick);
      }
      this.mediaEventScope.add(this.player.onMediaEvent("timeupdate", () => {
        const currentTime = this.updateProgress();
        this.emit("timeupdate", currentTime);
        if (this.stopAtPosition != null && this.isPlaying() && currentTime >= this.stopAtPosition) {
          const stopAt = this.stopAtPosition;
          this.pause();
          this.setTime(stopAt);
        }
      }));
      this.mediaEventScope.add(this.player.onMediaEvent("play", () => {
        this.emit("play");
        this.frameScheduler.start(this.onTick);
      }));
      this.mediaEventScope.add(this.player.onMediaEvent("pause", () => {
        this.emit("pause");
        this.frameScheduler.stop();
        this.stopAtPosition = null;
      }));
      this.mediaEventScope.add(this.player.onMediaEvent("emptied", () => {
        this.frameScheduler.stop();
        this.stopAtPosition = null;
      }));
      this.mediaEventScope.add(this.player.onMediaEvent("ended", () => {
        this.emit("timeupdate", this.getDuration());
        this.emit("finish");
        this.stopAtPosition = null;
      }));
      this.mediaEventScope.add(this.player.onMediaEvent("seeking", () => {
        this.emit("seeking", this.getCurrentTime());
      }));
      this.mediaEventScope.add(this.player.onMediaEvent("error", () => {
        const mediaError = this.player.getMediaElement().error;
        let error;
        if (mediaError instanceof Error) {
          error = mediaError;
        } else if (mediaError) {
          error = new Error(mediaError.message || `Media error ${mediaError.code}`);
        } else {
          error = new Error("Media error");
        }
        this.emit("error", error);
        this.stopAtPosition = null;
      }));
    }
    // The ONE bridge from the renderer's internal reactive surface (signals/
    // streams -- Renderer is not an EventEmitter) to the public
    // WaveSurferEvents. Every subscription is registered on this.scope, so
    // destroy() severs the bridge in one dispose.
    initRendererEvents() {
      this.scope.add(this.renderer.clickSignal.subscribe((hit) => {
        if (!hit)
          return;
        if (this.options.interact) {
          this.seekTo(hit.relativeX);
          this.emit("interaction", hit.relativeX * this.getDuration());
          this.emit("click", hit.relativeX, hit.relativeY);
        }
      }));
      this.scope.add(this.renderer.dblclickSignal.subscribe((hit) => {
        if (!hit)
          return;
        this.emit("dblclick", hit.relativeX, hit.relativeY);
      }));
      {
        const { percentages, bounds } = this.renderer.getScrollSignals();
        this.scope.add(effect(() => {
          const { startX, endX } = percentages.value;
          const { left: scrollLeft, right: scrollRight } = bounds.value;
          const duration = this.getDuration();
          this.wavesurferActions.setScrollPosition(scrollLeft);
          this.emit("scroll", startX * duration, endX * duration, scrollLeft, scrollRight);
        }, [percentages, bounds]));
      }
      this.scope.add(this.renderer.renderEpoch.subscribe(() => {
        this.emit("redraw");
      }));
      this.scope.add(this.renderer.renderedEpoch.subscribe(() => {
        this.emit("redrawcomplete");
      }));
      this.scope.add(this.renderer.resizeEpoch.subscribe(() => {
        this.emit("resize");
      }));
      {
        let cancelDebounce;
        const unsubscribeDrag = this.renderer.dragEventsSignal.subscribe((dragEvent) => {
          var _a;
          if (!dragEvent)
            return;
          const { relativeX } = dragEvent;
          if (dragEvent.type === "start") {
            this.emit("dragstart", relativeX);
            return;
          }
          if (dragEvent.type === "end") {
            this.emit("dragend", relativeX);
            return;
          }
          if (!this.options.interact)
            return;
          this.renderer.renderProgress(relativeX);
          cancelDebounce === null || cancelDebounce === void 0 ? void 0 : cancelDebounce();
          let debounceTime = 0;
          const dragToSeek = this.options.dragToSeek;
          if (this.isPlaying()) {
            debounceTime = 0;
          } else if (dragToSeek === true) {
            debounceTime = 200;
          } else if (dragToSeek && typeof dragToSeek === "object") {
            debounceTime = (_a = dragToSeek.debounceTime) !== null && _a !== void 0 ? _a : 200;
          }
          cancelDebounce = this.scope.timeout(() => {
            this.seekTo(relativeX);
          }, debounceTime);
          this.emit("interaction", relativeX * this.getDuration());
          this.emit("drag", relativeX);
        });
        this.scope.add(unsubscribeDrag);
      }
    }
    initPlugins() {
      var _a;
      if (!((_a = this.options.plugins) === null || _a === void 0 ? void 0 : _a.length))
        return;
      this.options.plugins.forEach((plugin) => {
        this.registerPlugin(plugin);
      });
    }
    unsubscribePlayerEvents() {
      this.mediaEventScope.dispose();
      this.mediaEventScope = this.scope.child();
    }
    /** Set new wavesurfer options and re-render it */
    setOptions(options) {
      if (this.isDestroyed)
        return;
      this.options = Object.assign({}, this.options, options);
      if (options.duration && !options.peaks) {
        this.decodedData = decoder_default.createBuffer(this.exportPeaks(), options.duration);
        this.wavesurferActions.setAudioBuffer(this.decodedData);
      }
      if (options.peaks && options.duration) {
        this.decodedData = decoder_default.createBuffer(options.peaks, options.duration);
        this.wavesurferActions.setAudioBuffer(this.decodedData);
      }
      this.renderer.setOptions(this.options);
      if (options.audioRate) {
        this.setPlaybackRate(options.audioRate);
      }
      if (options.mediaControls != null) {
        this.player.getMediaElement().controls = options.mediaControls;
      }
    }
    /** Register a wavesurfer.js plugin */
    registerPlugin(plugin) {
      if (this.isDestroyed) {
        throw new Error("Cannot register a plugin: wavesurfer was destroyed. Create a new instance instead.");
      }
      if (this.plugins.includes(plugin)) {
        return plugin;
      }
      plugin._init(this);
      this.plugins.push(plugin);
      const remove = this.scope.add(plugin.once("destroy", () => {
        this.plugins = this.plugins.filter((p2) => p2 !== plugin);
        remove();
      }));
      return plugin;
    }
    /** Unregister a wavesurfer.js plugin */
    unregisterPlugin(plugin) {
      this.plugins = this.plugins.filter((p2) => p2 !== plugin);
      plugin.destroy();
    }
    /** For plugins only: get the waveform wrapper div */
    getWrapper() {
      return this.renderer.getWrapper();
    }
    /** For plugins only: get the scroll container client width */
    getWidth() {
      return this.renderer.getWidth();
    }
    /** Get the current scroll position in pixels */
    getScroll() {
      return this.renderer.getScroll();
    }
    /** Set the current scroll position in pixels */
    setScroll(pixels) {
      if (this.isDestroyed)
        return;
      return this.renderer.setScroll(pixels);
    }
    /** Move the start of the viewing window to a specific time in the audio (in seconds) */
    setScrollTime(time) {
      const percentage = time / this.getDuration();
      this.renderer.setScrollPercentage(percentage);
    }
    /** Get all registered plugins */
    getActivePlugins() {
      return this.plugins;
    }
    /**
     * Classify a bailed-out (disposed-scope) load: 'superseded' when a newer
     * load()/loadBlob() took over -- the old call's promise must then reject
     * with a canonical AbortError (see load()) -- and undefined for a
     * destroy-triggered disposal, which keeps its existing settle contract.
     */
    bailedLoadOutcome(loadScope) {
      return this.supersededLoadScopes.has(loadScope) ? "superseded" : void 0;
    }
    loadAudio(url, blob, channelData, duration) {
      return __awaiter6(this, void 0, void 0, function* () {
        var _a;
        if (this.isDestroyed) {
          throw new Error("Cannot load audio: wavesurfer was destroyed. Create a new instance instead.");
        }
        if (this.loadScope && !this.loadScope.disposed) {
          this.supersededLoadScopes.add(this.loadScope);
        }
        (_a = this.loadScope) === null || _a === void 0 ? void 0 : _a.dispose();
        const loadScope = this.scope.child();
        this.loadScope = loadScope;
        try {
          this.emit("load", url);
          if (!loadScope.disposed && !blob && !channelData) {
            this.wavesurferActions.setLoadPhase("fetching");
          }
          this.wavesurferActions.setUrl(url || "");
          if (channelData) {
            this.wavesurferActions.setPeaks(channelData);
          } else {
            this.wavesurferActions.setPeaks(null);
          }
          if (!this.options.media && this.isPlaying())
            this.pause();
          this.decodedData = null;
          this.wavesurferActions.setAudioBuffer(null);
          this.stopAtPosition = null;
          if (!blob && !channelData) {
            const fetchParams = Object.assign({}, this.options.fetchParams);
            if (!fetchParams.signal) {
              fetchParams.signal = loadScope.abortSignal();
            }
            const onProgress = (percentage) => this.emit("loading", percentage);
            blob = yield fetcher_default.fetchBlob(url, onProgress, fetchParams);
            if (loadScope.disposed)
              return this.bailedLoadOutcome(loadScope);
            const overriddenMimeType = this.options.blobMimeType;
            if (overriddenMimeType) {
              blob = new Blob([blob], { type: overriddenMimeType });
            }
          }
          if (loadScope.disposed)
            return this.bailedLoadOutcome(loadScope);
          this.player.setSrc(url, blob);
          const audioDuration = yield new Promise((resolve) => {
            const staticDuration = duration || this.getDuration();
            if (staticDuration) {
              resolve(staticDuration);
            } else {
              this.mediaEventScope.add(this.player.onMediaEvent("loadedmetadata", () => resolve(this.getDuration()), { once: true }));
              const settleOnBridgeTeardown = this.mediaEventScope.add(() => resolve(0));
              loadScope.add(settleOnBridgeTeardown);
            }
          });
          if (loadScope.disposed)
            return this.bailedLoadOutcome(loadScope);
          if (!url && !blob && this.webAudioPlayer) {
            this.webAudioPlayer.duration = audioDuration;
          }
          if (!loadScope.disposed) {
            this.wavesurferActions.setLoadPhase("decoding");
          }
          if (channelData) {
            this.decodedData = decoder_default.createBuffer(channelData, audioDuration || 0);
          } else if (blob) {
            const arrayBuffer = yield blob.arrayBuffer();
            if (loadScope.disposed)
              return this.bailedLoadOutcome(loadScope);
            const decoded = yield decoder_default.decode(arrayBuffer, this.options.sampleRate);
            if (loadScope.disposed)
              return this.bailedLoadOutcome(loadScope);
            this.decodedData = decoded;
          }
          if (loadScope.disposed)
            return this.bailedLoadOutcome(loadScope);
          if (this.decodedData) {
            this.wavesurferActions.setAudioBuffer(this.decodedData);
            this.emit("decode", this.getDuration());
            this.renderer.render(this.decodedData);
          }
          if (!loadScope.disposed) {
            this.wavesurferActions.setLoadPhase("ready");
          }
          this.emit("ready", this.getDuration());
        } catch (err) {
          if (!this.supersededLoadScopes.has(loadScope)) {
            if (this.loadScope === loadScope || this.loadScope === null) {
              this.wavesurferActions.setLoadPhase("error");
            }
            throw err;
          }
          return "superseded";
        }
        return void 0;
      });
    }
    /**
     * Classify the settled loadAudio() pipeline for the public promise:
     * a superseded load rejects with a canonical AbortError (v8) but emits NO
     * public 'error' event -- supersession is normal control flow, not a
     * failure; every real rejection (destroy mid-load, fetch/decode failure)
     * keeps emitting 'error' before propagating. A no-op rejection handler is
     * attached to the SAME promise object that is returned, so fire-and-forget
     * callers produce no unhandled-rejection noise while awaiting callers
     * still observe the rejection.
     */
    classifyLoadResult(loadResult) {
      const promise = loadResult.then((outcome) => {
        if (outcome === "superseded") {
          throw new DOMException("The load was superseded by a newer load call", "AbortError");
        }
      }, (err) => {
        this.emit("error", err);
        throw err;
      });
      promise.catch(() => void 0);
      return promise;
    }
    /**
     * Load an audio file by URL, with optional pre-decoded audio data.
     * If a newer load()/loadBlob() supersedes this call before it completes,
     * the returned promise rejects with an AbortError DOMException (and no
     * 'error' event is emitted for it).
     */
    load(url, channelData, duration) {
      return this.classifyLoadResult(this.loadAudio(url, void 0, channelData, duration));
    }
    /**
     * Load an audio blob.
     * If a newer load()/loadBlob() supersedes this call before it completes,
     * the returned promise rejects with an AbortError DOMException (and no
     * 'error' event is emitted for it).
     */
    loadBlob(blob, channelData, duration) {
      return this.classifyLoadResult(this.loadAudio("", blob, channelData, duration));
    }
    /** Zoom the waveform by a given pixels-per-second factor */
    zoom(minPxPerSec) {
      if (!this.decodedData) {
        throw new Error("No audio loaded");
      }
      this.renderer.zoom(minPxPerSec);
      this.wavesurferActions.setZoom(minPxPerSec);
      this.emit("zoom", minPxPerSec);
    }
    /** Get the decoded audio data */
    getDecodedData() {
      return this.decodedData;
    }
    /** Get decoded peaks */
    exportPeaks({ channels = 2, maxLength = 8e3, precision = 1e4 } = {}) {
      if (!this.decodedData) {
        throw new Error("The audio has not been decoded yet");
      }
      const maxChannels = Math.min(channels, this.decodedData.numberOfChannels);
      const peaks = [];
      for (let i2 = 0; i2 < maxChannels; i2++) {
        const channel = this.decodedData.getChannelData(i2);
        const data = [];
        const sampleSize = channel.length / maxLength;
        for (let j = 0; j < maxLength; j++) {
          const sample = channel.slice(Math.floor(j * sampleSize), Math.ceil((j + 1) * sampleSize));
          let max = 0;
          for (let x = 0; x < sample.length; x++) {
            const n2 = sample[x];
            if (Math.abs(n2) > Math.abs(max))
              max = n2;
          }
          data.push(Math.round(max * precision) / precision);
        }
        peaks.push(data);
      }
      return peaks;
    }
    /** Get the duration of the audio in seconds */
    getDuration() {
      let duration = this.player.getDuration() || 0;
      if ((duration === 0 || duration === Infinity) && this.decodedData) {
        duration = this.decodedData.duration;
      }
      return duration;
    }
    /** Toggle if the waveform should react to clicks */
    toggleInteraction(isInteractive) {
      this.options.interact = isInteractive;
    }
    /** Jump to a specific time in the audio (in seconds) */
    setTime(time) {
      if (this.isDestroyed)
        return;
      this.stopAtPosition = null;
      this.player.setTime(time);
      this.updateProgress(time);
      this.emit("timeupdate", time);
    }
    /** Seek to a ratio of audio as [0..1] (0 = beginning, 1 = end) */
    seekTo(progress) {
      const time = this.getDuration() * progress;
      this.setTime(time);
    }
    /** Pause the audio */
    pause() {
      if (this.isDestroyed)
        return;
      this.player.pause();
    }
    /** Check if the audio is playing */
    isPlaying() {
      return this.player.isPlaying();
    }
    /** Check if the audio is seeking */
    isSeeking() {
      return this.player.isSeeking();
    }
    /** Get the current audio position in seconds */
    getCurrentTime() {
      return this.player.getCurrentTime();
    }
    /** Get the audio volume */
    getVolume() {
      return this.player.getVolume();
    }
    /** Set the audio volume */
    setVolume(volume) {
      if (this.isDestroyed)
        return;
      this.player.setVolume(volume);
    }
    /** Get the audio muted state */
    getMuted() {
      return this.player.getMuted();
    }
    /** Mute or unmute the audio */
    setMuted(muted) {
      if (this.isDestroyed)
        return;
      this.player.setMuted(muted);
    }
    /** Get the playback speed */
    getPlaybackRate() {
      return this.player.getPlaybackRate();
    }
    /** Set the playback speed, pass an optional false to NOT preserve the pitch */
    setPlaybackRate(rate, preservePitch) {
      if (this.isDestroyed)
        return;
      this.player.setPlaybackRate(rate, preservePitch);
    }
    /** Set a sink id to change the audio output device */
    setSinkId(sinkId) {
      if (this.isDestroyed)
        return Promise.resolve();
      return this.player.setSinkId(sinkId);
    }
    /**
     * Get the HTML media element.
     *
     * Returns `null` under the WebAudio backend (i.e. when the current media is
     * a WebAudioPlayer -- either `backend: 'WebAudio'` or a user-supplied
     * WebAudioPlayer), which has no HTML media element. Breaking change in v8:
     * previously the WebAudioPlayer itself was returned, mistyped as an
     * HTMLMediaElement.
     */
    getMediaElement() {
      return this.webAudioPlayer ? null : this.player.getMediaElement();
    }
    /** Start playing the audio */
    play(start, end) {
      return __awaiter6(this, void 0, void 0, function* () {
        if (this.isDestroyed)
          return;
        if (start != null) {
          this.setTime(start);
        }
        const playResult = yield this.player.play();
        if (end != null) {
          if (this.webAudioPlayer) {
            this.webAudioPlayer.stopAt(end);
          } else {
            this.stopAtPosition = end;
          }
        }
        return playResult;
      });
    }
    /** Play or pause the audio */
    playPause() {
      return __awaiter6(this, void 0, void 0, function* () {
        return this.isPlaying() ? this.pause() : this.play();
      });
    }
    /** Stop the audio and go to the beginning */
    stop() {
      this.pause();
      this.setTime(0);
    }
    /** Skip N or -N seconds from the current position */
    skip(seconds) {
      this.setTime(this.getCurrentTime() + seconds);
    }
    /** Empty the waveform */
    empty() {
      this.load("", [[0]], 1e-3).catch(() => void 0);
    }
    /** Set HTML media element */
    setMediaElement(element) {
      if (this.isDestroyed)
        return;
      this.unsubscribePlayerEvents();
      this.player.setMediaElement(element);
      this.webAudioPlayer = element instanceof webaudio_default ? element : null;
      this.initPlayerEvents();
    }
    exportImage() {
      return __awaiter6(this, arguments, void 0, function* (format = "image/png", quality = 1, type = "dataURL") {
        return this.renderer.exportImage(format, quality, type);
      });
    }
    /**
     * Unmount wavesurfer. Terminal: the instance is not usable afterwards --
     * load()/loadBlob() reject, registerPlugin() throws, and everything else
     * is a safe no-op. Create a new instance instead of reusing a destroyed one.
     */
    destroy() {
      var _a;
      if (this.isDestroyed)
        return;
      this.isDestroyed = true;
      this.emit("destroy");
      this.plugins.forEach((plugin) => plugin.destroy());
      this.scope.dispose();
      this.loadScope = null;
      this.decodedData = null;
      this.wavesurferActions.setAudioBuffer(null);
      this.renderer.destroy();
      this.player.destroy();
      this.unAll();
      (_a = this.internalWebAudioPlayer) === null || _a === void 0 ? void 0 : _a.destroy();
    }
  };
  WaveSurfer.BasePlugin = base_plugin_default;
  WaveSurfer.dom = dom_exports;
  WaveSurfer.definePlugin = definePlugin;
  var wavesurfer_default = WaveSurfer;

  // node_modules/wavesurfer.js/dist/plugins/regions.esm.js
  var e = class {
    constructor() {
      this.listeners = {};
    }
    on(e2, t2, n2) {
      if (this.listeners[e2] || (this.listeners[e2] = /* @__PURE__ */ new Set()), null == n2 ? void 0 : n2.once) {
        const n3 = (...i2) => {
          this.un(e2, n3), t2(...i2);
        };
        return this.listeners[e2].add(n3), () => this.un(e2, n3);
      }
      return this.listeners[e2].add(t2), () => this.un(e2, t2);
    }
    un(e2, t2) {
      var n2;
      null === (n2 = this.listeners[e2]) || void 0 === n2 || n2.delete(t2);
    }
    once(e2, t2) {
      return this.on(e2, t2, { once: true });
    }
    unAll() {
      this.listeners = {};
    }
    emit(e2, ...t2) {
      this.listeners[e2] && this.listeners[e2].forEach(((e3) => e3(...t2)));
    }
  };
  var t = class _t {
    constructor() {
      this.disposers = [], this.children = /* @__PURE__ */ new Set(), this.parent = null, this._disposed = false, this.abortController = null;
    }
    get disposed() {
      return this._disposed;
    }
    add(e2) {
      return this._disposed ? (this.safeRun(e2), () => {
      }) : (this.disposers.push(e2), () => {
        const t2 = this.disposers.indexOf(e2);
        -1 !== t2 && (this.disposers.splice(t2, 1), this.safeRun(e2));
      });
    }
    child() {
      const e2 = new _t();
      return this._disposed ? (e2.dispose(), e2) : (e2.parent = this, this.children.add(e2), e2);
    }
    listen(e2, t2, n2, i2) {
      return e2.addEventListener(t2, n2, i2), this.add((() => e2.removeEventListener(t2, n2, i2)));
    }
    timeout(e2, t2) {
      const n2 = setTimeout((() => {
        i2(), e2();
      }), t2), i2 = this.add((() => clearTimeout(n2)));
      return i2;
    }
    interval(e2, t2) {
      const n2 = setInterval(e2, t2);
      return this.add((() => clearInterval(n2)));
    }
    raf(e2) {
      const t2 = requestAnimationFrame(((t3) => {
        n2(), e2(t3);
      })), n2 = this.add((() => cancelAnimationFrame(t2)));
      return n2;
    }
    observeResize(e2, t2) {
      e2.observe(t2), this.add((() => e2.unobserve(t2)));
    }
    createResizeObserver(e2, t2) {
      const n2 = new ResizeObserver(t2);
      return n2.observe(e2), this.add((() => n2.disconnect())), n2;
    }
    abortSignal() {
      return this.abortController || (this.abortController = new AbortController(), this._disposed && this.abortController.abort()), this.abortController.signal;
    }
    dispose() {
      var e2;
      if (this._disposed) return;
      this._disposed = true, this.parent && (this.parent.children.delete(this), this.parent = null);
      for (const e3 of [...this.children]) e3.dispose();
      this.children.clear();
      const t2 = this.disposers;
      this.disposers = [];
      for (let e3 = t2.length - 1; e3 >= 0; e3--) this.safeRun(t2[e3]);
      null === (e2 = this.abortController) || void 0 === e2 || e2.abort();
    }
    safeRun(e2) {
      try {
        e2();
      } catch (e3) {
        console.error("Scope disposer error:", e3);
      }
    }
  };
  var n = class extends e {
    get destroyed() {
      return this.isDestroyed;
    }
    constructor(e2) {
      super(), this.subscriptions = [], this.scope = new t(), this.isDestroyed = false, this.options = e2;
    }
    onInit() {
    }
    _init(e2) {
      this.isDestroyed = false, this.wavesurfer = e2, this.onInit();
    }
    destroy() {
      this.isDestroyed || (this.isDestroyed = true, this.emit("destroy"), this.subscriptions.forEach(((e2) => e2())), this.subscriptions = [], this.unAll(), this.scope.dispose(), this.wavesurfer = void 0);
    }
  };
  var i = /* @__PURE__ */ new Set(["destroy", "_init", "onInit", "emit", "on", "un", "once", "unAll", "options", "wavesurfer", "subscriptions", "scope", "destroyed", "isDestroyed", "listeners"]);
  function s(e2, t2) {
    const n2 = t2.xmlns ? document.createElementNS(t2.xmlns, e2) : document.createElement(e2);
    for (const [e3, i2] of Object.entries(t2)) if ("children" === e3 && i2) for (const [e4, t3] of Object.entries(i2)) t3 instanceof Node ? n2.appendChild(t3) : "string" == typeof t3 ? n2.appendChild(document.createTextNode(t3)) : n2.appendChild(s(e4, t3));
    else "style" === e3 ? Object.assign(n2.style, i2) : "textContent" === e3 ? n2.textContent = i2 : n2.setAttribute(e3, i2.toString());
    return n2;
  }
  function o(e2, t2, n2) {
    const i2 = s(e2, t2 || {});
    return null == n2 || n2.appendChild(i2), i2;
  }
  var r = null;
  function l(e2) {
    let t2 = e2;
    const n2 = /* @__PURE__ */ new Set();
    let i2 = false, s2 = false;
    const o2 = { get value() {
      return null == r || r.add(o2), t2;
    }, set(e3) {
      Object.is(t2, e3) || (t2 = e3, (() => {
        if (i2) s2 = true;
        else {
          i2 = true;
          try {
            do {
              s2 = false;
              const e4 = [...n2], i3 = t2;
              for (const n3 of e4) {
                try {
                  n3(i3);
                } catch (e5) {
                  console.error("Signal subscriber error:", e5);
                }
                if (!Object.is(t2, i3)) {
                  s2 = true;
                  break;
                }
              }
            } while (s2);
          } finally {
            i2 = false;
          }
        }
      })());
    }, update(e3) {
      this.set(e3(t2));
    }, subscribe: (e3) => (n2.add(e3), () => n2.delete(e3)) };
    return o2;
  }
  function a(e2, t2) {
    let n2, i2 = [], s2 = false;
    const o2 = () => {
      if (!s2) {
        if (n2) {
          try {
            n2();
          } catch (e3) {
            console.error("Effect cleanup error:", e3);
          }
          n2 = void 0;
        }
        if (t2) n2 = e2();
        else {
          i2.forEach(((e3) => e3()));
          const [t3, s3] = (function(e3) {
            const t4 = r, n3 = /* @__PURE__ */ new Set();
            r = n3;
            try {
              return [e3(), n3];
            } finally {
              r = t4;
            }
          })(e2);
          i2 = [...s3].map(((e3) => e3.subscribe(o2))), n2 = t3;
        }
      }
    };
    return t2 && (i2 = t2.map(((e3) => e3.subscribe(o2)))), o2(), () => {
      if (s2 = true, n2) {
        try {
          n2();
        } catch (e3) {
          console.error("Effect cleanup error:", e3);
        }
        n2 = void 0;
      }
      i2.forEach(((e3) => e3())), i2 = [];
    };
  }
  function d(e2, t2 = {}) {
    const { threshold: n2 = 3, mouseButton: i2 = 0, touchDelay: s2 = 100 } = t2, o2 = l(null), r2 = /* @__PURE__ */ new Map(), a2 = matchMedia("(pointer: coarse)").matches;
    let d2 = () => {
    };
    const h2 = (t3) => {
      if (t3.button !== i2) return;
      if (r2.has(t3.pointerId)) return;
      if (r2.set(t3.pointerId, t3), r2.size > 1) return;
      const l2 = t3.pointerId;
      let h3 = t3.clientX, c2 = t3.clientY, u2 = false;
      const v2 = Date.now(), p2 = e2.getBoundingClientRect(), { left: f2, top: g2 } = p2, m = (e3) => {
        if (e3.pointerId !== l2) return;
        if (e3.defaultPrevented || r2.size > 1) return;
        if (a2 && Date.now() - v2 < s2) return;
        const t4 = e3.clientX, i3 = e3.clientY, d3 = t4 - h3, p3 = i3 - c2;
        (u2 || Math.abs(d3) > n2 || Math.abs(p3) > n2) && (e3.preventDefault(), e3.stopPropagation(), u2 || (o2.set({ type: "start", x: h3 - f2, y: c2 - g2 }), u2 = true), o2.set({ type: "move", x: t4 - f2, y: i3 - g2, deltaX: d3, deltaY: p3 }), h3 = t4, c2 = i3);
      }, b = (e3) => {
        if (r2.delete(e3.pointerId)) {
          if (e3.pointerId === l2 && u2) {
            const t4 = e3.clientX, n3 = e3.clientY;
            o2.set({ type: "end", x: t4 - f2, y: n3 - g2 });
          }
          0 === r2.size && d2();
        }
      }, w = (e3) => {
        u2 && (e3.stopPropagation(), e3.preventDefault());
      }, y = (e3) => {
        e3.defaultPrevented || r2.size > 1 || u2 && e3.preventDefault();
      };
      window.addEventListener("pointermove", m), window.addEventListener("pointerup", b), window.addEventListener("pointercancel", b), document.addEventListener("touchmove", y, { passive: false }), document.addEventListener("click", w, { capture: true }), d2 = () => {
        window.removeEventListener("pointermove", m), window.removeEventListener("pointerup", b), window.removeEventListener("pointercancel", b), document.removeEventListener("touchmove", y), setTimeout((() => {
          document.removeEventListener("click", w, { capture: true });
        }), 10);
      };
    };
    e2.addEventListener("pointerdown", h2);
    return { signal: o2, cleanup: () => {
      d2(), e2.removeEventListener("pointerdown", h2), r2.clear();
    } };
  }
  function h(e2, t2) {
    const n2 = l(null), i2 = (e3) => {
      n2.set(e3);
    };
    return e2.addEventListener(t2, i2), n2._cleanup = () => {
      e2.removeEventListener(t2, i2);
    }, n2;
  }
  function c(e2) {
    const t2 = e2._cleanup;
    "function" == typeof t2 && t2();
  }
  function u(e2, t2) {
    if (!e2 || !t2) return;
    const { clientWidth: n2, scrollWidth: i2 } = t2;
    if (i2 <= n2) return;
    const s2 = t2.getBoundingClientRect(), o2 = e2.getBoundingClientRect(), r2 = o2.left - s2.left, l2 = o2.right - s2.left, a2 = r2 < 0, d2 = l2 > n2;
    return a2 && d2 ? { overflowLeft: -r2, overflowRight: l2 - n2 } : d2 ? { overflowLeft: 0, overflowRight: l2 - n2 } : a2 ? { overflowLeft: -r2, overflowRight: 0 } : { overflowLeft: 0, overflowRight: 0 };
  }
  function v(e2, t2) {
    return (n2, i2, s2) => {
      const o2 = s2 - e2.scrollLeft;
      e2.scrollLeft = s2, t2(o2);
    };
  }
  var p = class extends e {
    constructor(e2, t2, n2, i2 = 0, s2 = null) {
      var o2, r2, l2, a2, d2, h2, c2, u2, v2, p2;
      super(), this.totalDuration = t2, this.scope = n2, this.numberOfChannels = i2, this.wavesurfer = s2, this.element = null, this.minLength = 0, this.maxLength = 1 / 0, this.contentEditable = false, this.updatingSide = void 0, this.isRemoved = false, this.isDragging = false, this.autoScrollDirection = "none", this.resizeHandleCleanup = null, this.contentListenersCleanup = null, this.mouseEventsInitialized = false, this.id = e2.id || `region-${Math.random().toString(32).slice(2)}`, this.start = this.clampPosition(e2.start), this.end = this.clampPosition(null !== (o2 = e2.end) && void 0 !== o2 ? o2 : e2.start), this.drag = null === (r2 = e2.drag) || void 0 === r2 || r2, this.resize = null === (l2 = e2.resize) || void 0 === l2 || l2, this.resizeStart = null === (a2 = e2.resizeStart) || void 0 === a2 || a2, this.resizeEnd = null === (d2 = e2.resizeEnd) || void 0 === d2 || d2, this.color = null !== (h2 = e2.color) && void 0 !== h2 ? h2 : "rgba(0, 0, 0, 0.1)", this.minLength = null !== (c2 = e2.minLength) && void 0 !== c2 ? c2 : this.minLength, this.maxLength = null !== (u2 = e2.maxLength) && void 0 !== u2 ? u2 : this.maxLength, this.channelIdx = null !== (v2 = e2.channelIdx) && void 0 !== v2 ? v2 : -1, this.contentEditable = null !== (p2 = e2.contentEditable) && void 0 !== p2 ? p2 : this.contentEditable, this.element = this.initElement(), this.setContent(e2.content), this.setPart(), this.renderPosition(), this.initMouseEvents();
    }
    clampPosition(e2) {
      return Math.max(0, Math.min(this.totalDuration, e2));
    }
    setPart() {
      var e2;
      const t2 = this.start === this.end;
      null === (e2 = this.element) || void 0 === e2 || e2.setAttribute("part", `${t2 ? "marker" : "region"} ${this.id}`);
    }
    addResizeHandles(e2) {
      const t2 = { position: "absolute", zIndex: "2", width: "6px", height: "100%", top: "0", cursor: "ew-resize", wordBreak: "keep-all" }, n2 = o("div", { part: "region-handle region-handle-left", style: Object.assign(Object.assign({}, t2), { left: "0", borderLeft: "2px solid rgba(0, 0, 0, 0.5)", borderRadius: "2px 0 0 2px" }) }, e2), i2 = o("div", { part: "region-handle region-handle-right", style: Object.assign(Object.assign({}, t2), { right: "0", borderRight: "2px solid rgba(0, 0, 0, 0.5)", borderRadius: "0 2px 2px 0" }) }, e2), s2 = d(n2, { threshold: 1 }), r2 = d(i2, { threshold: 1 }), l2 = { scrollLeft: 0 }, h2 = v(l2, ((e3) => this.onResize(e3, "start"))), c2 = v(l2, ((e3) => this.onResize(e3, "end")));
      let u2 = null, p2 = null;
      const f2 = this.scope.add(a((() => {
        var e3, t3;
        const n3 = s2.signal.value;
        n3 && ("start" === n3.type ? (l2.scrollLeft = null !== (t3 = null === (e3 = this.wavesurfer) || void 0 === e3 ? void 0 : e3.getScroll()) && void 0 !== t3 ? t3 : 0, this.wavesurfer && (u2 = this.scope.add(this.wavesurfer.on("scroll", h2)))) : "move" === n3.type && void 0 !== n3.deltaX ? this.onResize(n3.deltaX, "start") : "end" === n3.type && (null == u2 || u2(), u2 = null, this.onEndResizing("start")));
      }), [s2.signal])), g2 = this.scope.add(a((() => {
        var e3, t3;
        const n3 = r2.signal.value;
        n3 && ("start" === n3.type ? (l2.scrollLeft = null !== (t3 = null === (e3 = this.wavesurfer) || void 0 === e3 ? void 0 : e3.getScroll()) && void 0 !== t3 ? t3 : 0, this.wavesurfer && (p2 = this.scope.add(this.wavesurfer.on("scroll", c2)))) : "move" === n3.type && void 0 !== n3.deltaX ? this.onResize(n3.deltaX, "end") : "end" === n3.type && (null == p2 || p2(), p2 = null, this.onEndResizing("end")));
      }), [r2.signal])), m = this.scope.add((() => {
        s2.cleanup(), r2.cleanup();
      }));
      this.resizeHandleCleanup = () => {
        f2(), g2(), m(), null == u2 || u2(), u2 = null, null == p2 || p2(), p2 = null;
      };
    }
    removeResizeHandles(e2) {
      this.resizeHandleCleanup && (this.resizeHandleCleanup(), this.resizeHandleCleanup = null);
      const t2 = e2.querySelector('[part*="region-handle-left"]'), n2 = e2.querySelector('[part*="region-handle-right"]');
      t2 && e2.removeChild(t2), n2 && e2.removeChild(n2);
    }
    initElement() {
      if (this.isRemoved) return null;
      const e2 = this.start === this.end;
      let t2 = 0, n2 = 100;
      this.channelIdx >= 0 && this.numberOfChannels > 0 && this.channelIdx < this.numberOfChannels && (n2 = 100 / this.numberOfChannels, t2 = n2 * this.channelIdx);
      const i2 = o("div", { style: { position: "absolute", top: `${t2}%`, height: `${n2}%`, backgroundColor: e2 ? "none" : this.color, borderLeft: e2 ? "2px solid " + this.color : "none", borderRadius: "2px", boxSizing: "border-box", transition: "background-color 0.2s ease", cursor: this.drag ? "grab" : "default", pointerEvents: "all" } });
      return !e2 && this.resize && this.addResizeHandles(i2), i2;
    }
    renderPosition() {
      if (!this.element) return;
      const e2 = this.start / this.totalDuration, t2 = (this.totalDuration - this.end) / this.totalDuration;
      this.element.style.left = 100 * e2 + "%", this.element.style.right = 100 * t2 + "%";
    }
    toggleCursor(e2) {
      var t2;
      this.drag && (null === (t2 = this.element) || void 0 === t2 ? void 0 : t2.style) && (this.element.style.cursor = e2 ? "grabbing" : "grab");
    }
    attachContentListeners() {
      if (this.detachContentListeners(), !this.contentEditable || !this.content) return;
      const e2 = this.content, t2 = this.scope.listen(e2, "click", ((e3) => this.onContentClick(e3))), n2 = this.scope.listen(e2, "blur", (() => this.onContentBlur()));
      this.contentListenersCleanup = () => {
        t2(), n2();
      };
    }
    detachContentListeners() {
      this.contentListenersCleanup && (this.contentListenersCleanup(), this.contentListenersCleanup = null);
    }
    initMouseEvents() {
      const { element: e2 } = this;
      if (!e2) return;
      const t2 = h(e2, "click"), n2 = h(e2, "mouseenter"), i2 = h(e2, "mouseleave"), s2 = h(e2, "dblclick"), o2 = h(e2, "pointerdown"), r2 = h(e2, "pointerup"), l2 = h(e2, "touchend");
      let u2 = 0, p2 = 0;
      const g2 = (e3) => this.emit("dblclick", e3), m = t2.subscribe(((e3) => e3 && this.emit("click", e3))), b = n2.subscribe(((e3) => e3 && this.emit("over", e3))), w = i2.subscribe(((e3) => e3 && this.emit("leave", e3))), y = s2.subscribe(((e3) => {
        e3 && (Date.now() - p2 <= 2 * f || g2(e3));
      })), L = l2.subscribe(((e3) => {
        var t3, n3, i3;
        if (!e3) return;
        const s3 = Date.now();
        if (u2 && s3 - u2 <= f) {
          u2 = 0, p2 = s3;
          const o3 = null === (t3 = e3.changedTouches) || void 0 === t3 ? void 0 : t3[0];
          g2(new MouseEvent("dblclick", { bubbles: true, cancelable: true, clientX: null !== (n3 = null == o3 ? void 0 : o3.clientX) && void 0 !== n3 ? n3 : 0, clientY: null !== (i3 = null == o3 ? void 0 : o3.clientY) && void 0 !== i3 ? i3 : 0 }));
        } else u2 = s3;
      })), C = o2.subscribe(((e3) => e3 && this.toggleCursor(true))), E = r2.subscribe(((e3) => e3 && this.toggleCursor(false)));
      this.scope.add((() => {
        m(), b(), w(), y(), L(), C(), E(), c(t2), c(n2), c(i2), c(s2), c(l2), c(o2), c(r2);
      }));
      const z = d(e2), x = { scrollLeft: 0 }, R = v(x, ((e3) => this.onMove(e3)));
      let D = null;
      this.scope.add(a((() => {
        var e3, t3, n3, i3;
        const s3 = z.signal.value;
        if (s3) if ("start" === s3.type) this.toggleCursor(true), this.isDragging = true, this.autoScrollDirection = this.getAutoScrollDirection(), x.scrollLeft = null !== (t3 = null === (e3 = this.wavesurfer) || void 0 === e3 ? void 0 : e3.getScroll()) && void 0 !== t3 ? t3 : 0, this.wavesurfer && (D = this.scope.add(this.wavesurfer.on("scroll", R)));
        else if ("move" === s3.type && void 0 !== s3.deltaX) {
          const e4 = null !== (i3 = null === (n3 = this.wavesurfer) || void 0 === n3 ? void 0 : n3.getScroll()) && void 0 !== i3 ? i3 : x.scrollLeft, t4 = e4 - x.scrollLeft;
          x.scrollLeft = e4, this.onMove(s3.deltaX + t4);
        } else "end" === s3.type && (this.toggleCursor(false), this.isDragging = false, this.autoScrollDirection = "none", null == D || D(), D = null, this.drag && this.emit("update-end"));
      }), [z.signal])), this.scope.add((() => z.cleanup())), this.attachContentListeners(), this.mouseEventsInitialized = true;
    }
    getAutoScrollDirection() {
      var e2, t2;
      const n2 = null === (t2 = null === (e2 = this.wavesurfer) || void 0 === e2 ? void 0 : e2.getWrapper()) || void 0 === t2 ? void 0 : t2.parentElement, i2 = u(this.element, n2);
      if (!i2) return "none";
      const { overflowLeft: s2, overflowRight: o2 } = i2;
      return s2 > 0 && o2 > 0 ? "none" : s2 > 0 ? "right" : o2 > 0 ? "left" : "both";
    }
    _onUpdate(e2, t2, n2, i2) {
      var s2;
      if (!(null === (s2 = this.element) || void 0 === s2 ? void 0 : s2.parentElement)) return;
      const { width: o2 } = this.element.parentElement.getBoundingClientRect(), r2 = e2 / o2 * this.totalDuration;
      let l2 = t2 && "start" !== t2 ? this.start : this.start + r2, a2 = t2 && "end" !== t2 ? this.end : this.end + r2;
      const d2 = void 0 !== n2;
      if (d2 && this.updatingSide && this.updatingSide !== t2 && ("start" === this.updatingSide ? l2 = n2 : a2 = n2), !t2) {
        const e3 = Math.max(-this.start, Math.min(this.totalDuration - this.end, r2));
        l2 = this.start + e3, a2 = this.end + e3;
      }
      l2 = Math.max(0, l2), a2 = Math.min(this.totalDuration, a2);
      const h2 = a2 - l2;
      this.updatingSide = t2;
      const c2 = h2 >= this.minLength && h2 <= this.maxLength, u2 = d2 && h2 <= this.maxLength;
      l2 <= a2 && (c2 || u2) && (this.start = l2, this.end = a2, this.renderPosition(), this.emit("update", t2, i2));
    }
    onMove(e2) {
      this.drag && this._onUpdate(e2, void 0, void 0, this.autoScrollDirection);
    }
    onResize(e2, t2) {
      this.resize && (this.resizeStart || "start" !== t2) && (this.resizeEnd || "end" !== t2) && this._onUpdate(e2, t2, void 0, "start" === t2 ? "left" : "right");
    }
    onEndResizing(e2) {
      this.resize && (this.emit("update-end", e2), this.updatingSide = void 0);
    }
    onContentClick(e2) {
      e2.stopPropagation();
      e2.target.focus(), this.emit("click", e2);
    }
    onContentBlur() {
      this.emit("update-end");
    }
    _setTotalDuration(e2) {
      this.totalDuration = e2, this.renderPosition();
    }
    play(e2) {
      this.emit("play", e2 && this.end !== this.start ? this.end : void 0);
    }
    getContent(e2 = false) {
      var t2;
      return e2 ? this.content || void 0 : this.element instanceof HTMLElement ? (null === (t2 = this.content) || void 0 === t2 ? void 0 : t2.innerHTML) || void 0 : "";
    }
    setContent(e2) {
      var t2;
      if (this.element) if (this.detachContentListeners(), null === (t2 = this.content) || void 0 === t2 || t2.remove(), e2) {
        if ("string" == typeof e2) {
          const t3 = this.start === this.end;
          this.content = o("div", { style: { padding: `0.2em ${t3 ? 0.2 : 0.4}em`, display: "inline-block" }, textContent: e2 });
        } else this.content = e2;
        this.contentEditable && (this.content.contentEditable = "true", this.mouseEventsInitialized && this.attachContentListeners()), this.content.setAttribute("part", "region-content"), this.element.appendChild(this.content), this.emit("content-changed");
      } else this.content = void 0;
    }
    setOptions(e2) {
      var t2, n2;
      if (this.element) {
        if (e2.color && (this.color = e2.color, this.element.style.backgroundColor = this.color), void 0 !== e2.drag && (this.drag = e2.drag, this.element.style.cursor = this.drag ? "grab" : "default"), void 0 !== e2.start || void 0 !== e2.end) {
          const i2 = this.start === this.end;
          this.start = this.clampPosition(null !== (t2 = e2.start) && void 0 !== t2 ? t2 : this.start), this.end = this.clampPosition(null !== (n2 = e2.end) && void 0 !== n2 ? n2 : i2 ? this.start : this.end), this.renderPosition(), this.setPart();
          const s2 = this.start === this.end;
          s2 !== i2 && (this.element.style.backgroundColor = s2 ? "" : this.color, this.element.style.borderLeft = s2 ? "2px solid " + this.color : "none", this.resize && (s2 ? this.removeResizeHandles(this.element) : this.addResizeHandles(this.element))), this.emit("render");
        }
        if (e2.content && this.setContent(e2.content), e2.id && (this.id = e2.id, this.setPart()), void 0 !== e2.resize && e2.resize !== this.resize) {
          const t3 = this.start === this.end;
          this.resize = e2.resize, this.resize && !t3 ? this.addResizeHandles(this.element) : this.removeResizeHandles(this.element);
        }
        void 0 !== e2.resizeStart && (this.resizeStart = e2.resizeStart), void 0 !== e2.resizeEnd && (this.resizeEnd = e2.resizeEnd);
      }
    }
    remove() {
      this.isRemoved = true, this.emit("remove"), this.scope.dispose(), this.detachContentListeners(), this.element && (this.element.remove(), this.element = null), this.unAll();
    }
  };
  var f = 300;
  var g = (function(e2, s2) {
    class o2 extends n {
      static create(...e3) {
        return new o2(e3[0]);
      }
      onInit() {
        this.scope.dispose(), this.scope = new t();
        const n2 = this, o3 = { get wavesurfer() {
          return n2.wavesurfer;
        }, get state() {
          return n2.wavesurfer.getState();
        }, scope: this.scope, emit: (e3, ...t2) => this.emit(e3, ...t2) }, r2 = s2(o3, this.options);
        for (const t2 of Object.keys(r2)) if (i.has(t2)) throw new Error(`definePlugin('${e2}'): api key "${t2}" collides with the plugin chassis`);
        Object.assign(this, r2);
      }
      destroy() {
        this.scope.dispose(), super.destroy();
      }
    }
    return Object.defineProperty(o2, "name", { value: e2 }), o2;
  })("RegionsPlugin", ((e2) => {
    let n2 = [], i2 = [];
    const s2 = /* @__PURE__ */ new WeakMap(), r2 = o("div", { part: "regions-container", style: { position: "absolute", top: "0", left: "0", width: "100%", height: "100%", zIndex: "5", pointerEvents: "none" } });
    function l2(e3) {
      if (!e3.content || e3.isRemoved) return;
      s2.get(e3).timeout((() => {
        if (!e3.content) return;
        const t2 = e3.content;
        t2.style.marginTop = "0";
        const i3 = t2.getBoundingClientRect(), s3 = n2.indexOf(e3);
        if (s3 < 0) return;
        const o2 = n2.slice(0, s3).filter(((e4) => !e4.isRemoved)).reduce(((t3, n3) => {
          if (n3 === e3 || !n3.content) return t3;
          const s4 = n3.content.getBoundingClientRect();
          return i3.left < s4.right && s4.left < i3.right && t3.push(s4), t3;
        }), []).sort(((e4, t3) => e4.top - t3.top)).reduce(((e4, t3) => {
          const n3 = i3.top + e4, s4 = n3 + i3.height;
          return n3 < t3.bottom && t3.top < s4 ? t3.bottom - i3.top + 2 : e4;
        }), 0);
        t2.style.marginTop = `${o2}px`;
      }), 10);
    }
    function h2(t2, n3) {
      var i3, s3;
      if (!n3 || "none" === n3) return;
      const o2 = null === (s3 = null === (i3 = e2.wavesurfer) || void 0 === i3 ? void 0 : i3.getWrapper()) || void 0 === s3 ? void 0 : s3.parentElement, r3 = u(t2.element, o2);
      if (!o2 || !r3) return;
      const { overflowLeft: l3, overflowRight: a2 } = r3;
      l3 > 0 && a2 > 0 ? "left" === n3 ? o2.scrollLeft -= l3 : "right" === n3 && (o2.scrollLeft += a2) : ("left" !== n3 && "both" !== n3 || (o2.scrollLeft -= l3), "right" !== n3 && "both" !== n3 || (o2.scrollLeft += a2));
    }
    function c2(t2, i3) {
      t2.element && (s2.set(t2, i3), (function(t3, n3, i4, s3) {
        const o2 = () => {
          if (!e2.wavesurfer) return;
          const n4 = e2.wavesurfer.getWidth(), o3 = e2.wavesurfer.getScroll(), r3 = i4.clientWidth, l3 = e2.wavesurfer.getDuration(), a2 = Math.round(t3.start / l3 * r3), d2 = a2 + (Math.round((t3.end - t3.start) / l3 * r3) || 1) > o3 && a2 < o3 + n4;
          d2 && !s3.parentElement ? i4.appendChild(s3) : d2 || !s3.parentElement || t3.isDragging || s3.remove();
        };
        n3.timeout((() => {
          e2.wavesurfer && t3.element && (o2(), n3.add(e2.wavesurfer.on("scroll", o2)), n3.add(e2.wavesurfer.on("zoom", o2)), n3.add(e2.wavesurfer.on("resize", o2)), n3.add(t3.on("render", o2)));
        }), 0);
      })(t2, i3, r2, t2.element), l2(t2), n2.push(t2), i3.add(t2.on("update", ((n3, i4) => {
        h2(t2, i4), e2.emit("region-update", t2, n3);
      }))), i3.add(t2.on("update-end", ((i4) => {
        n2.forEach(((e3) => l2(e3))), e2.emit("region-updated", t2, i4);
      }))), i3.add(t2.on("play", ((n3) => {
        var i4;
        null === (i4 = e2.wavesurfer) || void 0 === i4 || i4.play(t2.start, n3);
      }))), i3.add(t2.on("click", ((n3) => {
        e2.emit("region-clicked", t2, n3);
      }))), i3.add(t2.on("dblclick", ((n3) => {
        e2.emit("region-double-clicked", t2, n3);
      }))), i3.add(t2.on("content-changed", (() => {
        e2.emit("region-content-changed", t2);
      }))), t2.once("remove", (() => {
        n2 = n2.filter(((e3) => e3 !== t2)), e2.emit("region-removed", t2);
      })), e2.emit("region-created", t2));
    }
    function f2() {
      n2.slice().forEach(((e3) => e3.remove())), n2 = [];
    }
    return e2.wavesurfer.getWrapper().appendChild(r2), e2.scope.add((() => r2.remove())), e2.scope.add(e2.wavesurfer.on("ready", ((e3) => {
      n2.forEach(((t2) => t2._setTotalDuration(e3)));
    }))), e2.scope.add(e2.wavesurfer.on("timeupdate", ((t2) => {
      const s3 = n2.filter(((e3) => e3.start - 0.05 <= t2 && (e3.end === e3.start ? e3.start + 0.05 : e3.end) >= t2));
      s3.forEach(((t3) => {
        i2.includes(t3) || e2.emit("region-in", t3);
      })), i2.forEach(((t3) => {
        s3.includes(t3) || e2.emit("region-out", t3);
      })), i2 = s3;
    }))), e2.scope.add((() => f2())), { getRegions: function() {
      return n2;
    }, addRegion: function(n3) {
      var i3;
      if (!e2.wavesurfer) {
        const e3 = new p(n3, 0, new t());
        return e3.remove(), e3;
      }
      const s3 = e2.wavesurfer.getDuration(), o2 = null === (i3 = e2.wavesurfer.getDecodedData()) || void 0 === i3 ? void 0 : i3.numberOfChannels, r3 = e2.scope.child(), l3 = new p(n3, s3, r3, o2, e2.wavesurfer);
      return e2.emit("region-initialized", l3), s3 ? c2(l3, r3) : r3.add(e2.wavesurfer.once("ready", ((e3) => {
        l3._setTotalDuration(e3), c2(l3, r3);
      }))), l3;
    }, enableDragSelection: function(t2, n3 = 3) {
      var i3;
      const s3 = null === (i3 = e2.wavesurfer) || void 0 === i3 ? void 0 : i3.getWrapper();
      if (!(s3 && s3 instanceof HTMLElement)) return () => {
      };
      let o2 = null, l3 = null, u2 = 0, f3 = 0;
      const g2 = d(s3, { threshold: n3 }), m = { scrollLeft: 0 }, b = v(m, ((e3) => {
        o2 && 0 !== e3 && (o2._onUpdate(e3, e3 > 0 ? "end" : "start", f3), h2(o2, e3 > 0 ? "right" : "left"));
      }));
      let w = null;
      const y = a((() => {
        var n4, i4, s4, a2;
        const d2 = g2.signal.value;
        if (d2) {
          if ("start" === d2.type) {
            if (null == l3 || l3.dispose(), null == w || w(), w = null, u2 = d2.x, !e2.wavesurfer) return;
            m.scrollLeft = e2.wavesurfer.getScroll(), w = e2.scope.add(e2.wavesurfer.on("scroll", b));
            const s5 = e2.wavesurfer.getDuration(), a3 = null === (i4 = null === (n4 = e2.wavesurfer) || void 0 === n4 ? void 0 : n4.getDecodedData()) || void 0 === i4 ? void 0 : i4.numberOfChannels, { width: h3 } = e2.wavesurfer.getWrapper().getBoundingClientRect();
            f3 = u2 / h3 * s5;
            const c3 = d2.x / h3 * s5, v2 = (d2.x + 5) / h3 * s5;
            l3 = e2.scope.child(), o2 = new p(Object.assign(Object.assign({}, t2), { start: c3, end: v2 }), s5, l3, a3, e2.wavesurfer), e2.emit("region-initialized", o2), o2.element && r2.appendChild(o2.element);
          } else if ("move" === d2.type && void 0 !== d2.deltaX) o2 && (o2._onUpdate(d2.deltaX, d2.x > u2 ? "end" : "start", f3), h2(o2, d2.x > u2 ? "right" : "left"));
          else if ("end" === d2.type && (null == w || w(), w = null, o2 && l3)) {
            if (o2.end - o2.start < o2.minLength) {
              const t3 = null !== (a2 = null === (s4 = e2.wavesurfer) || void 0 === s4 ? void 0 : s4.getDuration()) && void 0 !== a2 ? a2 : 0, n5 = Math.min(t3, o2.start + o2.minLength), i5 = Math.max(0, n5 - o2.minLength);
              o2.setOptions({ start: i5, end: n5 });
            }
            c2(o2, l3), o2.updatingSide = void 0, o2 = null, l3 = null;
          }
        }
      }), [g2.signal]);
      return e2.scope.add((() => {
        y(), g2.cleanup(), null == w || w(), w = null;
      }));
    }, clearRegions: f2 };
  }));
  return __toCommonJS(entry_exports);
})();
