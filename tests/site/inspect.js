// What the browser tests ask of a page. Each function returns faults, in words.
{
  const name = e => (e.outerHTML.match(/^<[^>]*>/)?.[0] ?? e.tagName).replace(/\s+/g, " ").slice(0, 120)
  const visible = e => {
    const box = e.getBoundingClientRect()
    return box.width > 1 && box.height > 1 && e.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  }

  // Colours in any notation, as the browser paints them.
  const pixel = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true })
  const paint = colour => {
    pixel.clearRect(0, 0, 1, 1)
    pixel.fillStyle = colour
    pixel.fillRect(0, 0, 1, 1)
    return pixel.getImageData(0, 0, 1, 1).data
  }
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(v => v / 255).map(v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    return 0.2126 * x + 0.7152 * y + 0.0722 * z
  }
  const contrast = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y)
    return (high + 0.05) / (low + 0.05)
  }
  const background = e => {
    for (; e; e = e.parentElement) {
      const colour = paint(getComputedStyle(e).backgroundColor)
      if (colour[3] > 200) return colour
    }
    return paint("white")
  }

  window.inspectPage = async () => {
    const faults = []
    const root = document.documentElement
    if (Math.max(root.scrollWidth, document.body.scrollWidth) > root.clientWidth) {
      const wide = [...document.body.querySelectorAll("*")].filter(
        e => e.getBoundingClientRect().right > root.clientWidth + 1 && visible(e))
      faults.push(`scrolls sideways: ${root.scrollWidth} of ${root.clientWidth} px; ${wide.slice(0, 2).map(name)}`)
    }
    for (const e of document.querySelectorAll("article *"))
      if (e.scrollWidth > e.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(e).overflowX) && visible(e))
        if (e.tabIndex < 0 && !e.querySelector("a[href], button, [tabindex='0']"))
          faults.push(`scrolls, but not by keyboard: ${name(e)}`)
    for (const image of document.images) {
      image.loading = "eager"
      await image.decode().catch(() => {})
      if (!image.naturalWidth) faults.push(`an image does not load: ${name(image)}`)
      // Figures have text of 17 units.
      const text = 17 * image.clientWidth / image.naturalWidth
      if (image.closest("figure") && text < 13) faults.push(`text of ${text.toFixed(1)} px: ${name(image)}`)
    }
    const fix = document.getElementById("fix")?.getBoundingClientRect().top + scrollY
    if (innerWidth >= 1280 && fix > 900) faults.push(`the fix begins below the first screen, at ${fix} px`)
    for (const motion of document.getAnimations())
      if (motion.playState === "running")
        faults.push(`moves although the reader wants less motion: ${name(motion.effect?.target ?? root)}`)
    return faults
  }

  const NO_RING = "does not show its focus with a contrast of 3:1"

  // Where the keyboard should come by: whatever is on the screen and can be used. What is seen of an input that
  // hides is its label; the field of a form may leave the ring to the form. A label is a stop of its own when its input takes no focus.
  const shown = e => {
    const next = e.nextElementSibling
    const around = e.matches("input[type=text], input[type=search]") && e.form ? [e.form] : []
    return [e, ...(e.labels ?? []), ...(e.matches("input") && next?.matches("label") ? [next] : []), ...around].filter(visible)
  }
  const onScreen = e => {
    const box = e.getBoundingClientRect()
    return box.right > 0 && box.left < innerWidth
  }
  const usable = e => !e.disabled && e.getAttribute("tabindex") !== "-1" && getComputedStyle(e).pointerEvents !== "none"
  const candidates = part =>
    [...part.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex], label[for]")]
      .filter(e => usable(e) && shown(e).some(onScreen))

  const look = e => shown(e).flatMap(part => [null, "::before", "::after"].map(pseudo => {
    const s = getComputedStyle(part, pseudo)
    const outlined = s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0
    return { part, outline: outlined ? s.outlineColor : "", rest: s.boxShadow + s.borderColor + s.backgroundColor }
  }))
  const hasFocusRing = (before, after) => after.some((now, i) => {
    const was = before.find(b => b.part === now.part && after.indexOf(now) % 3 === before.indexOf(b) % 3)
    if (now.outline && now.outline !== was?.outline)
      return contrast(paint(now.outline), background(now.part.parentElement)) >= 3
    return was && now.rest !== was.rest
  })

  // Colours are compared, so that none may be on its way.
  const holdStill = () => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync("*, *::before, *::after { transition: none !important }")
    document.adoptedStyleSheets.push(sheet)
  }

  window.switchScheme = () => {
    holdStill()
    const other = [...document.querySelectorAll("[data-md-component=palette] label")].find(visible).control
    other.click()
    return document.body.dataset.mdColorScheme === "slate" ? "dark" : "light"
  }

  window.startAt = selector => {
    const top = document.querySelector(selector)
    top.tabIndex = -1
    top.focus()
    top.removeAttribute("tabindex")
  }

  window.checkRings = () => {
    const faults = []
    document.activeElement.blur()
    holdStill()
    for (const e of candidates(document.querySelector("article") ?? document.body)) {
      const before = look(e)
      e.focus({ preventScroll: true })
      if (document.activeElement === e && !hasFocusRing(before, look(e))) faults.push(`${NO_RING}: ${name(e)}`)
    }
    document.activeElement.blur()
    return faults
  }

  window.startTour = selector => {
    const part = document.querySelector(selector) ?? document.body
    holdStill()
    document.activeElement.blur()
    const expected = candidates(part)
    const looks = new Map(expected.map(e => [e, look(e)]))
    window.tour = { part, expected, looks, seen: new Set(), faults: [], again: 0, done: false }
    if (part !== document.body) startAt(selector)
    // Judged when the next key is pressed: by then the page has scrolled, and whatever opens has opened.
    document.addEventListener("keydown", judge, { capture: true })
  }

  const inView = e => {
    const box = e.getBoundingClientRect()
    return onScreen(e) && box.bottom > 0 && box.top < innerHeight
  }
  const judge = () => {
    const target = document.activeElement
    // A tooltip comes when the focus rests, which it does not here: it has a test of its own.
    if (!target || target === document.body || target.closest(".md-tooltip2")) return
    if (tour.seen.has(target) || !tour.part.contains(target)) return (tour.done = ++tour.again > 3)
    tour.seen.add(target)
    if (!shown(target).some(inView)) tour.faults.push(`the focus goes where nobody sees it: ${name(target)}`)
    else if (tour.looks.has(target) && !hasFocusRing(tour.looks.get(target), look(target)))
      tour.faults.push(`${NO_RING}: ${name(target)}`)
  }

  window.endTour = () => {
    judge()
    document.removeEventListener("keydown", judge, { capture: true })
    // Any radio button stands for its group, any label for its input, and the field for the search that it opens.
    const groups = new Set([...tour.seen].filter(e => e.type === "radio").map(e => e.name))
    const direct = e => tour.seen.has(e) || (e.type === "radio" && groups.has(e.name)) ||
      (e.id === "__search" && [...tour.seen].some(s => s.matches(".md-search__input")))
    const reached = e => [e, e.control, ...(e.labels ?? []), ...(e.control?.labels ?? [])].some(o => o && direct(o))
    return [...tour.faults, ...tour.expected.filter(e => !reached(e)).map(e => `the keyboard does not reach ${name(e)}`)]
  }
}
