// What a page does more with scripts than without: the search answers while one types, what is open follows what happens, and instants are
// shown in the zone of whoever looks. Nothing is kept here, and no token is ever seen.

const field = document.querySelector("[data-find]");
const found = document.getElementById("found");
const line = document.getElementById("line");

// ── instants ──
const written = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
const zoned = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "long" });

function showInstants(within) {
    for (const time of within.querySelectorAll("time[data-local]")) {
        const at = new Date(time.dateTime);
        time.textContent = written.format(at);
        time.title = zoned.format(at);
    }
}

// ── search ──
let asked = null;

async function search() {
    const text = field.value.trim();
    asked?.abort();
    if (text.replace(/[^\p{L}\p{N}]/gu, "").length < 3) return closeFound();
    asked = new AbortController();
    try {
        const page = await read(`${field.dataset.find}?typing=1&q=${encodeURIComponent(text)}`, asked.signal);
        const findings = page?.getElementById("findings");
        if (!findings || document.activeElement !== field) return;
        showInstants(findings);
        found.replaceChildren(...findings.childNodes);
        found.dataset.asked = text;
        found.hidden = false;
    } catch (fault) {
        if (fault.name !== "AbortError") closeFound();
    }
}

function closeFound() {
    found.hidden = true;
    found.replaceChildren();
}

function moveFocus(event) {
    const links = [field, ...found.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (found.hidden || at < 0) return;
    event.preventDefault();
    links[(at + (event.key === "ArrowDown" ? 1 : links.length - 1)) % links.length].focus();
}

if (field) {
    let typing = 0;
    field.addEventListener("input", () => {
        clearTimeout(typing);
        typing = setTimeout(search, 150);
    });
    field.form.addEventListener("keydown", event => {
        if (event.key === "ArrowDown" || event.key === "ArrowUp") moveFocus(event);
        if (event.key === "Escape") {
            closeFound();
            field.focus();
        }
    });
    field.form.addEventListener("focusout", event => {
        if (!field.form.contains(event.relatedTarget)) closeFound();
    });
    field.form.addEventListener("submit", closeFound);
    found.addEventListener("mousedown", event => event.preventDefault());
    document.addEventListener("keydown", event => {
        const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
        if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        field.focus();
        field.select();
    });
}

// ── what happens meanwhile ──
let isOver = false;

async function read(address, signal) {
    const answer = await fetch(address, { signal, headers: { Accept: "text/html" } });
    if (answer.status === 401) {
        isOver = true;
        say("over");
        return null;
    }

    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
}

function say(what) {
    line.hidden = what === null;
    if (what === null) return;
    line.replaceChildren(line.dataset[what]);
    if (what !== "over") return;
    const link = document.createElement("a");
    link.href = `/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`;
    link.textContent = line.dataset.again;
    line.append(" ", link);
}

// Parts of the page are exchanged, and forms that somebody fills in are none of them.
async function refresh() {
    const page = await read(location.pathname + location.search);
    if (!page) return;
    line.dataset.after = page.getElementById("line")?.dataset.after ?? line.dataset.after;
    for (const part of document.querySelectorAll("[data-part]")) {
        const next = page.getElementById(part.id);
        if (!next) continue;
        showInstants(next);
        if (part.querySelector("details[open] form")) continue;
        if (part.innerHTML === next.innerHTML) continue;
        const focused = part.contains(document.activeElement) ? document.activeElement : null;
        const place = focused ? [...part.querySelectorAll("a, button")].indexOf(focused) : -1;
        part.replaceChildren(...next.childNodes);
        if (place >= 0) part.querySelectorAll("a, button")[place]?.focus();
    }
}

function watch() {
    const returnId = document.querySelector("[data-return]")?.dataset.return
        ?? location.pathname.match(/\/returns\/([0-9a-f-]{36})$/)?.[1];
    const changes = new EventSource(`${line.dataset.live}?after=${line.dataset.after}${returnId ? `&returnId=${returnId}` : ""}`);
    let waiting = 0, away = 0, last = 0;
    // One change is shown at once; of many, a page is read anew twice a second.
    const soon = () => {
        if (waiting) return;
        waiting = setTimeout(() => {
            waiting = 0;
            last = Date.now();
            refresh().catch(() => {});
        }, Math.max(50, last + 500 - Date.now()));
    };
    const isHere = () => {
        clearTimeout(away);
        away = 0;
        say(null);
    };
    changes.addEventListener("open", isHere);
    changes.addEventListener("return-changed", soon);
    changes.addEventListener("read-again", soon);
    changes.addEventListener("error", () => {
        if (changes.readyState === EventSource.CLOSED) {
            // The session may be over, or the service away: reading the page says which.
            setTimeout(() => refresh().catch(() => {}).then(() => isOver || watch()), 5_000);
        }

        away ||= setTimeout(() => isOver || say("away"), 6_000);
    });
    addEventListener("pagehide", () => changes.close(), { once: true });
}

// ── photos ──
// A picture that would be refused is told so before it is sent; the server tells the same without scripts.
for (const files of document.querySelectorAll("input[type=file][data-most]")) {
    const said = document.getElementById(files.dataset.says);
    const why = file =>
        file.size > files.dataset.most
            ? files.dataset.large.replace("{name}", file.name).replace("{size}", (file.size / 1048576).toFixed(1))
            : files.accept.split(",").includes(file.type) ? null : files.dataset.other.replace("{name}", file.name);
    files.addEventListener("change", () => {
        const taken = new DataTransfer();
        const faults = [];
        let together = 0;
        for (const file of files.files) {
            const fault = why(file) ?? ((together += file.size) > files.dataset.mostTogether ? files.dataset.many : null);
            if (fault) faults.push(fault);
            else taken.items.add(file);
        }

        if (faults.length) files.files = taken.files;
        said.hidden = faults.length === 0;
        said.textContent = faults.join(" ");
    });
}

// ── money ──
// Amounts are counted in whole minor units; every number comes from the server, which decides again on what is sent.
for (const part of document.querySelectorAll("[data-money]")) {
    const slider = part.querySelector("[type=range]");
    const number = part.querySelector("[type=number]");
    const unit = 10 ** part.dataset.places;
    const of = name => Math.round(part.dataset[name] * unit);
    const shown = amount => (amount / unit).toFixed(part.dataset.places);
    const count = () => {
        const fee = Math.min(Math.max(Math.round(of("price") * number.value / 100), of("least")), of("most"));
        const net = part.dataset.money === "grant" ? Math.round(number.value * unit) : of("price") - fee;
        const deducted = of("price") - net;
        const says = {
            net: shown(net), deducted: shown(deducted), total: shown(net + of("tax")), percent: (deducted * 100 / of("price")).toFixed(1),
        };
        for (const output of part.querySelectorAll("output[data-of]")) output.value = says[output.dataset.of];
    };
    slider.hidden = false;
    slider.addEventListener("input", () => {
        number.value = slider.value;
        count();
    });
    number.addEventListener("input", () => {
        slider.value = number.value;
        count();
    });
}

for (const part of document.querySelectorAll("[data-sum]")) {
    const amounts = [...part.querySelectorAll(`[name=${part.dataset.sum}]`)];
    part.addEventListener("input", () => {
        part.querySelector("[data-total]").value = (amounts.reduce((sum, field) => sum + Math.round(field.value * 100), 0) / 100).toFixed(2);
    });
}

showInstants(document);
if (line && document.querySelector("[data-part]")) watch();
// What was just done is heard of a moment later; a note alone is told as no change.
if (new URLSearchParams(location.search).has("done"))
    for (const later of [400, 1_200, 4_000]) setTimeout(() => refresh().catch(() => {}), later);
addEventListener("pageshow", event => {
    if (event.persisted) location.reload();
});

// ── copying ──
for (const part of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = part.dataset.copy;
    button.addEventListener("click", async () => {
        await navigator.clipboard.writeText((part.value ?? part.innerText).trim());
        button.classList.add("copied");
        setTimeout(() => button.classList.remove("copied"), 1_500);
    });
    part.after(button);
}

// A second click while the first is under way sends nothing.
addEventListener("submit", event => {
    if (event.target.method !== "post") return;
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "1";
    setTimeout(() => delete event.target.dataset.sent, 5_000);
});
