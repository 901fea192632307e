package io.anteroom.api.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every type of problem that Anteroom answers with (RFC 9457), with what its page says: a type
 * cannot be without a page, nor a page without a type. The names are promises: none is ever renamed
 * or given another meaning.
 */
public enum ProblemType {
  UNAUTHORIZED(
      401,
      "A valid API key is needed",
      "The request has no API key, or one that no client has.",
      "Send the header Authorization: Bearer <key> with the key that the operator gave to your"
          + " service. During a rotation both keys of a client are valid.",
      "Send the header Authorization: Bearer <key>."),
  MISSING_FIELD(
      400,
      "A field is missing",
      "The body lacks a field that the call needs; null counts as missing. The member field names"
          + " it.",
      "Add the field.",
      "The field collection_id is needed.",
      "collection_id"),
  INVALID_FIELD(
      400,
      "A field has a value that cannot be used",
      "A field of the body, of the form, of the query or a header is there, and its value cannot be"
          + " used. The member field names it.",
      "Send a value as the detail says. Nothing was stored, so that the request can be repeated"
          + " with the same Idempotency-Key.",
      "The field priority must be a whole number from -100 to 100.",
      "priority"),
  DOUBLED_SOURCE(
      400,
      "More than one thing to index",
      "One request indexes one thing: a URL, a text or a file. This one named several.",
      "Send a request for each of them.",
      "Send url or text, not both."),
  CALLBACK_URL_REFUSED(
      400,
      "Callbacks cannot go there",
      "The callback_url is no address that Anteroom sends to: it is no https URL, it leads into a"
          + " private network, or the operator does not allow its host. A name that cannot be"
          + " looked up at the moment is taken: it is looked up again for each delivery.",
      "Name a public https address, or ask the operator (anteroom.callbacks.allow-private for a"
          + " private network, allow-hosts and allow-networks where only some are allowed).",
      "The host 10.0.0.1 is in a private network.",
      "callback_url"),
  MALFORMED_JSON(
      400,
      "The body is no JSON object",
      "The body is empty, is no JSON, is no object, is nested too deep, or something follows the"
          + " object.",
      "Send one JSON object in UTF-8. The detail says where reading it broke.",
      "The document is no JSON: it breaks at line 1, column 9."),
  MALFORMED_FORM(
      400,
      "The body is no multipart form",
      "The body says that it is multipart/form-data, and cannot be read as such.",
      "Let the HTTP library make the form, with its boundary in Content-Type, and end it with the"
          + " closing boundary.",
      "The form cannot be read."),
  MALFORMED_REQUEST(
      400,
      "The request cannot be read",
      "Something of the request's head (its path, query or a header) does not follow HTTP.",
      "Percent-encode what is put into the URL; send headers as HTTP writes them.",
      "The request cannot be read."),
  PAGE_OUT_OF_RANGE(
      400,
      "There is no such page",
      "The list has fewer pages than the number that was asked for.",
      "Follow next_page of the pagination object instead of counting; it is null on the last page.",
      "Page 7 was asked for; the list ends before it.",
      "page"),
  MALFORMED_TASK_ID(
      400,
      "A task id is a UUID",
      "The path names a task by something that is no UUID in its usual form of 36 characters.",
      "Use the task_id that the accept answered with.",
      "The task id in the path is no UUID.",
      "id"),
  MALFORMED_EVENT_ID(
      400,
      "The stream cannot go on after this event",
      "Last-Event-ID is no id of an event of this stream: ids of a task's stream and of the"
          + " client's stream are different things.",
      "Send the last id that this stream gave, or none to begin anew.",
      "It must be the id of an event of this task.",
      "Last-Event-ID"),

  MALFORMED_BATCH_ID(
      400,
      "A batch id is a UUID",
      "The path names a batch by something that is no UUID in its usual form of 36 characters.",
      "Use the batch_id that POST /index/batch answered with.",
      "The batch id in the path is no UUID.",
      "id"),
  BATCH_REFUSED(
      400,
      "No item of the batch can be accepted",
      "Every item has an error, so that nothing was stored. The member items says of each, in the"
          + " same order, what is wrong.",
      "Correct the items. A batch of which some items are good is accepted without the bad ones.",
      "Each of the 2 items has an error.",
      "items"),
  UNKNOWN_API_VERSION(
      400,
      "There is no such version of the API",
      "The header Api-Version names a date that is no version of this API. The member known lists"
          + " the versions.",
      "Send one of the known versions, or leave the header out: then the version that is pinned for"
          + " your client is used, by default the first.",
      "The known versions are 2024-12-01.",
      "Api-Version"),

  OPERATORS_ONLY(
      403,
      "Only operators may make this call",
      "The calls under /accounts are for operators, and the request has the key of a client.",
      "Use an operator's key (ANTEROOM_OPERATOR_KEY).",
      "A client's key does not open it."),
  CLIENTS_ONLY(
      403,
      "Only clients may make this call",
      "The request has the key of an operator, who has no tasks.",
      "Use the key of a client.",
      "An operator's key opens the calls under /accounts, and no others."),
  COLLECTION_FORBIDDEN(
      403,
      "This client may not use this collection",
      "The operator restricts this client to some collections, and the request names another one.",
      "Name one of your collections, or ask the operator (anteroom.clients.<name>.collections).",
      "The configuration restricts this client to other collections.",
      "collection_id"),
  NOT_FOUND(
      404,
      "There is nothing at this address",
      "No call has this path.",
      "Compare the path with the OpenAPI document at /openapi.",
      "No call has this path."),

  ASSET_NOT_FOUND(
      404,
      "There is no such asset",
      "The account has no asset with this id, or it is in a collection that this client may not"
          + " use.",
      "Compare the id with the asset_id of the task that made it.",
      "This client has no asset with this id."),
  TASK_NOT_FOUND(
      404,
      "There is no such task",
      "This client has no task with this id: it never had, the task belongs to another client, or"
          + " it ended so long ago that it is no longer kept.",
      "Compare the id with the one that the accept answered with, and the key with the one that the"
          + " task was accepted under.",
      "This client has no task with this id."),

  BATCH_NOT_FOUND(
      404,
      "There is no such batch",
      "This client has no batch with this id: it never had, the batch belongs to another client, or"
          + " its tasks ended so long ago that it is no longer kept.",
      "Compare the id with the batch_id that POST /index/batch answered with.",
      "This client has no batch with this id."),

  ACCOUNT_NOT_FOUND(
      404,
      "There is no such account",
      "No account of this name is configured.",
      "Compare the name with the configuration (anteroom.accounts.<name>); MIXPEEK_API_KEY makes"
          + " the one named default.",
      "No account of this name is configured."),
  CALLBACK_SECRET_NOT_FOUND(
      404,
      "There is no callback secret",
      "Nothing signs this client's callbacks yet.",
      "Make one with POST /callback-secret.",
      "This client has none; POST /callback-secret makes one."),
  METHOD_NOT_ALLOWED(
      405,
      "The address has no such method",
      "The path is there, but not with this HTTP method.",
      "Compare the method with the OpenAPI document at /openapi.",
      "The path has no call with this method."),
  NOT_ACCEPTABLE(
      406,
      "The answer cannot be had in that form",
      "The header Accept leaves out every form in which this call can answer.",
      "Accept application/json, for event streams text/event-stream, or leave the header out.",
      "The call does not answer in a form that the header Accept allows.",
      "Accept"),
  NO_CALLBACK(
      409,
      "There is no callback to deliver",
      "The task was accepted without a callback_url, or has not ended yet.",
      "Wait for the end of the task, or read it with GET /tasks/{id}.",
      "It has not ended yet."),
  NOT_RETRYABLE(
      409,
      "The task cannot be asked for again",
      "Only a task that is FAILED or CANCELLED can be retried, and only as long as its request is"
          + " kept (a day after its end, unless the operator says otherwise) and, of an upload, its"
          + " file.",
      "Send the request again as a new one.",
      "Only a task that is FAILED or CANCELLED can be retried."),
  CALLBACK_SECRET_MISSING(
      409,
      "There is no secret to sign callbacks with",
      "A callback is always signed, and this client has no secret yet.",
      "Make one with POST /callback-secret, or let the operator set"
          + " anteroom.clients.<name>.callback-secret; then ask again.",
      "Make one with POST /callback-secret, or let the operator set"
          + " anteroom.clients.<name>.callback-secret; then ask again.",
      "callback_url"),
  CALLBACK_SECRET_CONFIGURED(
      409,
      "The callback secret is configured",
      "The configuration gives this client its secret, so that the API does not change it.",
      "Ask the operator to change anteroom.clients.<name>.callback-secret.",
      "The configuration gives this client its secret; it is changed there."),
  CALLBACK_SECRET_UNAVAILABLE(
      409,
      "No callback secret can be made",
      "Secrets are stored encrypted, and this installation has no key to encrypt them with.",
      "Ask the operator to set anteroom.callbacks.encryption-key, or to configure a secret for your"
          + " client.",
      "anteroom.callbacks.encryption-key is not set."),
  BODY_TOO_LARGE(
      413,
      "The body is too large",
      "The body has more bytes than this call takes. The connection is closed.",
      "Send less. A file goes as multipart/form-data, which has a limit of its own.",
      "The body is larger than what is taken."),

  TOO_MANY_FIELDS(
      413,
      "The form has too many fields",
      "A form is a file and a few fields beside it; this one has more than the service reads.",
      "Put structure into metadata, which is one field.",
      "A form has a file and a few fields beside it."),
  UNSUPPORTED_MEDIA_TYPE(
      415,
      "The body is of a kind that the call does not take",
      "The Content-Type of the request is none that this call reads.",
      "Send application/json, or multipart/form-data for a file.",
      "The call does not read this Content-Type.",
      "Content-Type"),
  IDEMPOTENCY_KEY_REUSED(
      422,
      "The idempotency key was used before",
      "The same Idempotency-Key came within 24 hours with other content, so that this cannot be a"
          + " repeat.",
      "Use a new key for a new request; repeat a request with exactly what it had.",
      "The same Idempotency-Key came with other content.",
      "Idempotency-Key"),
  QUOTA_EXHAUSTED(
      429,
      "The account's quota is used up for now",
      "No upstream call of this kind was free within the wait. Indexing is never refused for this:"
          + " it is accepted and waits its turn.",
      "Ask again after Retry-After seconds, or wait longer in the first place with Prefer: wait=N."
          + " GET /quota shows how the account stands.",
      "No call of this kind was free in time."),

  QUEUE_FULL(
      429,
      "Too many tasks of this client wait",
      "As many tasks of this client wait to be submitted as the operator allows. Nothing of the"
          + " request was stored.",
      "Ask again after Retry-After seconds with the same Idempotency-Key, or ask the operator"
          + " (anteroom.clients.<name>.max-queued).",
      "100000 tasks of this client wait, and at most 100000 may."),
  TOO_MANY_STREAMS(
      429,
      "Too many event streams are open",
      "This client has as many event streams open on this replica as the settings allow.",
      "Close streams that nobody reads; ask again after Retry-After seconds.",
      "At most 100 event streams of one client are open on a replica at a time."),

  TOO_MANY_HEADERS(
      431,
      "The request has too many header fields",
      "The head of the request has more fields than the service reads. The connection is closed.",
      "Send fewer; proxies in between add some of their own.",
      "At most 100 are taken."),
  UPSTREAM_REFUSED(
      400,
      "The upstream refused it",
      "The upstream looked at the request and does not want it. The status is the upstream's own"
          + " (4xx that speaks of the request, and 502 for everything else), the detail its own"
          + " words, cut where they are long; task_id names the task that failed by it, where there"
          + " is one: its failure has the reason upstream-refused.",
      "Change the request as the words say. A task that failed by it is not retried by itself.",
      "collection_id: too long"),
  INTERNAL_ERROR(
      500,
      "Something went wrong here",
      "A mistake of Anteroom's own: nothing that you sent should lead to it.",
      "Ask again with the same Idempotency-Key; tell the operator, whose log says more.",
      "The log of the service says more."),
  UPSTREAM_UNAVAILABLE(
      502,
      "The upstream did not answer",
      "A call that is passed through could not be sent, or the upstream did not answer, or answered"
          + " with a fault of its own. The detail says whether it was sent.",
      "Ask again in a while. Tasks are not concerned: they wait until the upstream is back.",
      "The upstream took too long."),

  UPSTREAM_UNAUTHORIZED(
      502,
      "The upstream does not let this account do that",
      "The upstream answered a call that is passed through with 401 or 403: it refuses the key of the"
          + " account, or what the key may do. The detail has its status and its words. Nothing is"
          + " wrong with your own key.",
      "Tell the operator, who set the account's key (MIXPEEK_API_KEY or"
          + " anteroom.accounts.<name>.api-key). Tasks are not lost: they wait.",
      "The upstream answered 401 to the key of this account: Invalid API key"),

  UPSTREAM_UNREADABLE(
      502,
      "The upstream's answer cannot be read",
      "A call that is passed through was answered as if it had succeeded, and the answer is no JSON"
          + " document that could be passed on: a page of something in between, half a document,"
          + " nothing. What was asked for may have been done.",
      "Ask again in a while. Tasks are not concerned: they wait until answers can be read.",
      "The upstream answered 200, and the answer cannot be read: the document is no JSON."),

  ACCOUNT_PAUSED(
      503,
      "An operator has paused the account",
      "Nothing is asked of the upstream for this account until an operator resumes it. Accepts go"
          + " on, and wait; what would need an upstream call now is answered with this.",
      "Ask again after Retry-After seconds. GET /quota says whether it is still paused.",
      "Nothing is asked of the upstream until it is resumed; accepts go on."),
  STARTING(
      503,
      "The service is starting",
      "This replica has not reached its database yet.",
      "Ask again after Retry-After seconds.",
      "This replica is not ready yet. Ask again."),
  STOPPING(
      503,
      "The service is stopping",
      "This replica takes no new requests; those under way are answered. The connection is closed.",
      "Ask again, which reaches another replica or the next start.",
      "This replica takes no new requests. Ask again, of another one."),
  STORE_UNAVAILABLE(
      503,
      "Nothing can be accepted at the moment",
      "The database does not answer. Whether the request was accepted is not known.",
      "Ask again after Retry-After seconds with the same Idempotency-Key: if it was accepted, the"
          + " answer is the task that it made.",
      "The database does not answer. Ask again, with the same Idempotency-Key if any."),
  MEMORY_FULL(
      503,
      "Too much is held in memory at the moment",
      "A replica holds only so many bytes of bodies and of answers in memory, and of each client's"
          + " only a part of them. What came last is refused before it is read; small requests"
          + " hardly ever are. Nothing of it was accepted.",
      "Ask again after Retry-After seconds, with the same Idempotency-Key if any. Send large bodies"
          + " one after the other.",
      "The bodies of this client fill what it may have in memory."),
  SPOOL_UNAVAILABLE(
      503,
      "No file can be taken at the moment",
      "The disk that uploads are kept on does not answer, or is not the one that it should be."
          + " Nothing was accepted. Other calls are served; uploads that wait go on when it is"
          + " back.",
      "Ask again after Retry-After seconds, or let the upstream fetch the file by its URL (POST"
          + " /index/url).",
      "Nothing was accepted. Ask again, with the same Idempotency-Key if any."),
  SPOOL_FULL(
      507,
      "No room for the file",
      "Files wait on disk for their turn, and there is no room for another one.",
      "Ask again later, or let the upstream fetch the file by its URL (POST /index/url), which"
          + " needs no room.",
      "The files that wait already fill the spool.");

  private static final String BASE = "/problems/";

  private final int status;
  private final String title;
  private final String meaning;
  private final String remedy;
  private final String exampleDetail;
  private final String exampleField;

  ProblemType(int status, String title, String meaning, String remedy, String exampleDetail) {
    this(status, title, meaning, remedy, exampleDetail, null);
  }

  ProblemType(
      int status,
      String title,
      String meaning,
      String remedy,
      String exampleDetail,
      String exampleField) {
    this.status = status;
    this.title = title;
    this.meaning = meaning;
    this.remedy = remedy;
    this.exampleDetail = exampleDetail;
    this.exampleField = exampleField;
  }

  /** The type whose page has this name; empty where there is none. */
  static Optional<ProblemType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.label().equals(name)).findFirst();
  }

  /** The name in the address of its page. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The member {@code type}: the address of its page, relative to the service. */
  public URI uri() {
    return URI.create(BASE + label());
  }

  /** The HTTP status that it comes with, but for what the upstream gives its own. */
  public int status() {
    return status;
  }

  /** The member {@code title}. */
  public String title() {
    return title;
  }

  /** What it means, in sentences. */
  String meaning() {
    return meaning;
  }

  /** What the caller can do, in sentences. */
  String remedy() {
    return remedy;
  }

  /** A problem of this type, to be added to. */
  public HttpProblem.Builder problem() {
    return problem(status);
  }

  /** A problem of this type with a status that the upstream gave. */
  public HttpProblem.Builder problem(int otherStatus) {
    return HttpProblem.builder().withType(uri()).withTitle(title).withStatus(otherStatus);
  }

  /** A problem as an answer could carry it. */
  public HttpProblem example() {
    HttpProblem.Builder problem = problem().withDetail(exampleDetail);
    return (exampleField == null ? problem : problem.with("field", exampleField)).build();
  }
}
