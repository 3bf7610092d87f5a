// The plant's version as the server tells it; whoever reads `live.version` in an effect loads again.

export const live = $state({
  version: 0,
  state: "connecting" as "connecting" | "live" | "lost",
  updated: null as Date | null,
});

const AGAIN = 5000; /* ms; a stream that the server refused is not tried again by the browser */

export function listen() {
  let source: EventSource;
  let timer = 0;

  function changed(event: Event) {
    const { version } = JSON.parse((event as MessageEvent<string>).data);
    const missed = live.state === "lost";
    live.state = "live";
    if (live.version && (version !== live.version || missed)) live.updated = new Date();
    live.version = version;
  }

  function connect() {
    source = new EventSource("./api/v1/events");
    source.addEventListener("open", () => (live.state = "live"));
    source.addEventListener("changed", changed);
    source.addEventListener("error", () => {
      live.state = "lost";
      if (source.readyState === EventSource.CLOSED) timer = window.setTimeout(connect, AGAIN);
    });
  }

  connect();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
