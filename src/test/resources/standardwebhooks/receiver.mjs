// A receiver of callbacks that trusts only the reference library of Standard Webhooks.
// Environment: WEBHOOK_SECRET. Standard output: one JSON line with the port, then one for each request.
// It ends with its standard input, so that it never outlives the test that started it.
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

const webhook = new Webhook(process.env.WEBHOOK_SECRET);

function verdict(request, body) {
  try {
    webhook.verify(body, request.headers);
    return { verified: true, reason: null };
  } catch (failure) {
    return { verified: false, reason: failure.message };
  }
}

function say(line) {
  process.stdout.write(JSON.stringify(line) + "\n");
}

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks).toString("utf8");
  const seen = verdict(request, body);
  say({ webhook_id: request.headers["webhook-id"] ?? null, ...seen, body });
  response.writeHead(seen.verified ? 204 : 401).end();
});

server.listen(0, "127.0.0.1", () => say({ port: server.address().port }));
process.stdin.on("end", () => process.exit(0)).resume();
