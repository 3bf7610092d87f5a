// The plant's version as the server tells it; whoever reads `live.version` in an effect loads again.

export const live = $state({ version: 0, state: "connecting" as "connecting" | "live" | "lost", updated: null as Date | null });

export function listen() {
  const source = new EventSource("./api/v1/events");
  source.addEventListener("open", () => (live.state = "live"));
  source.addEventListener("error", () => (live.state = "lost"));
  source.addEventListener("changed", (event) => {
    const { version } = JSON.parse((event as MessageEvent<string>).data);
    live.state = "live";
    if (live.version && version !== live.version) live.updated = new Date();
    live.version = version;
  });
  return () => source.close();
}
