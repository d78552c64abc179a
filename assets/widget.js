// The loader of Medkarta's widgets (WID-1 to WID-4): `<medkarta-booking>`, `<medkarta-doctors>`, `<medkarta-result>` and
// `<medkarta-card>`, each one isolated frame of the portal's origin. It leaves no global, reads nothing of the page but the
// look of its own elements, and changes nothing but these. docs/widgets.md tells a site's author how to use it.
(() => {
  const { currentScript } = document;
  // Loaded twice, the first one stays.
  if (!currentScript || customElements.get("medkarta-booking")) return;
  const ORIGIN = new URL(currentScript.src).origin;
  // How much room each takes before it is there, and what its frame is called.
  const KINDS = {
    booking: [720, "Запись в клинику", "Booking a visit to the clinic"],
    doctors: [640, "Врачи клиники", "The clinic’s doctors"],
    result: [440, "Готов ли результат анализа", "Is a test result ready"],
    card: [180, "Медицинская карта", "Medical card"],
  };
  const COLOUR = /^(#([\da-f]{3}){1,2}|rgb\(\d{1,3}, ?\d{1,3}, ?\d{1,3}\))$/i;
  const LOOK = {
    accent: COLOUR,
    surface: COLOUR,
    text: COLOUR,
    radius: /^\d{1,2}(\.\d{1,3})?(px|rem)$/,
    font: /^[\p{L}\d "',._-]{1,200}$/u,
  };
  const [LEAST, MOST] = [120, 4000];

  for (const [kind, [room, ru, en]] of Object.entries(KINDS)) {
    customElements.define(`medkarta-${kind}`, class extends HTMLElement {
      static observedAttributes = ["theme", ...Object.keys(LOOK)];

      #frame;
      #hear = ({ data, origin, source }) => {
        // Only our own frame is heard; what it says in words that are not known is dropped.
        if (origin !== ORIGIN || !source || source !== this.#frame?.contentWindow || data?.medkarta !== 1) return;
        if (data.kind === "ready") this.#tell();
        if (data.kind === "height") this.#grow(data);
        // Nothing about the visit: what is booked is between the person and the clinic.
        if (data.kind === "booked") this.dispatchEvent(new CustomEvent("medkarta-booked", { bubbles: true }));
      };

      get #room() {
        const asked = Number(this.getAttribute("height"));
        return asked >= LEAST && asked <= MOST ? asked : room;
      }

      get #lang() {
        return /^en/i.test(this.closest("[lang]")?.lang ?? "") ? "en" : "ru";
      }

      get #theme() {
        const theme = this.getAttribute("theme");
        return theme === "light" || theme === "dark" ? theme : "auto";
      }

      connectedCallback() {
        const clinic = this.getAttribute("clinic") ?? "";
        if (!/^[\da-f-]{36}$/i.test(clinic)) {
          return console.error(`medkarta-${kind}: the attribute "clinic" is no id of a clinic`);
        }
        const lang = this.#lang;
        const query = new URLSearchParams({ lang, theme: this.#theme, host: location.origin });
        const doctor = this.getAttribute("doctor");
        if (doctor) query.set("doctor", doctor);
        const frame = document.createElement("iframe");
        frame.title = lang === "en" ? en : ru;
        frame.allow = "publickey-credentials-get";
        frame.referrerPolicy = "origin";
        // Through the object model: a site that forbids style attributes shows it all the same.
        Object.assign(frame.style, { display: "block", width: "100%", border: 0, height: `${this.#room}px` });
        Object.assign(this.style, { display: "block", minHeight: `${this.#room}px` });
        this.#frame = frame;
        addEventListener("message", this.#hear);
        frame.src = `${ORIGIN}/widget/${kind}/${clinic}?${query}`;
        (this.shadowRoot ?? this.attachShadow({ mode: "open" })).replaceChildren(frame);
      }

      disconnectedCallback() {
        removeEventListener("message", this.#hear);
        this.#frame = undefined;
      }

      attributeChangedCallback() {
        this.#tell();
      }

      // By the element's attributes, else by its custom properties.
      #tell() {
        const style = getComputedStyle(this);
        const look = { medkarta: 1, kind: "look", theme: this.#theme };
        for (const [name, form] of Object.entries(LOOK)) {
          const value = (this.getAttribute(name) ?? style.getPropertyValue(`--medkarta-${name}`)).trim();
          if (form.test(value)) look[name] = value;
        }
        this.#frame?.contentWindow?.postMessage(look, ORIGIN);
      }

      // As an answer to what the person did; before that only where nothing they see would move.
      #grow({ height, acted }) {
        if (!Number.isInteger(height) || height < LEAST || height > MOST) return;
        if (acted !== true && this.getBoundingClientRect().bottom < innerHeight) return;
        this.#frame.style.height = `${Math.max(height, this.#room)}px`;
      }
    });
  }
})();
