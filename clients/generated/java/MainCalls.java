import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.AssetsApi;
import org.openapitools.client.api.AssetsApi.APIGetFeaturesRequest;
import org.openapitools.client.api.BatchesApi;
import org.openapitools.client.api.IndexApi;
import org.openapitools.client.api.SearchApi;
import org.openapitools.client.api.TasksApi;
import org.openapitools.client.api.TasksApi.APIGetTaskRequest;
import org.openapitools.client.api.TasksApi.APIListTasksRequest;
import org.openapitools.client.model.Batch;
import org.openapitools.client.model.BatchAccepted;
import org.openapitools.client.model.BatchRequest;
import org.openapitools.client.model.FeaturePage;
import org.openapitools.client.model.IndexRequest;
import org.openapitools.client.model.IndexTextRequest;
import org.openapitools.client.model.Problem;
import org.openapitools.client.model.SearchHit;
import org.openapitools.client.model.SearchTextRequest;
import org.openapitools.client.model.Task;
import org.openapitools.client.model.TaskKind;
import org.openapitools.client.model.TaskPage;
import org.openapitools.client.model.TaskStatus;

/** The main calls by the client that openapi-generator makes: {@code MainCalls URL KEY}. */
final class MainCalls {

  private static final String COLLECTION = "generated-java";
  private static final String WAIT = "wait=30";

  private final IndexApi index;
  private final TasksApi tasks;
  private final SearchApi search;
  private final BatchesApi batches;
  private final AssetsApi assets;

  private MainCalls(ApiClient client) {
    index = new IndexApi(client);
    tasks = new TasksApi(client);
    search = new SearchApi(client);
    batches = new BatchesApi(client);
    assets = new AssetsApi(client);
  }

  public static void main(String[] arguments) throws Exception {
    ApiClient client = new ApiClient();
    client.updateBaseUri(arguments[0]);
    client.setRequestInterceptor(
        request -> request.header("Authorization", "Bearer " + arguments[1]));
    MainCalls calls = new MainCalls(client);
    Task done = calls.text();
    calls.indexAndWait();
    calls.file();
    calls.list(done);
    calls.search(done);
    calls.batch();
    calls.cancel();
    calls.problem();
    System.out.println("java: all calls were answered as documented");
  }

  private Task text() throws ApiException {
    IndexTextRequest text = text("Heidelberg lies on the Neckar").reference("page-17");
    text.putMetadataItem("river", "Neckar");
    Task accepted = index.indexText(text, null, null, null, UUID.randomUUID().toString());
    Task done = get(accepted.getTaskId());
    expect(done.getStatus() == TaskStatus.DONE, done);
    expect(done.getKind() == TaskKind.TEXT && done.getReference().equals("page-17"), done);
    expect(done.getAcceptedAt().isBefore(done.getEndedAt()), done);
    FeaturePage features =
        assets.getFeatures(
            APIGetFeaturesRequest.newBuilder().id(done.getAssetId()).prefer(WAIT).build());
    expect(!features.getResults().isEmpty(), features);
    return done;
  }

  private void indexAndWait() throws ApiException {
    IndexRequest request = new IndexRequest(text("Mannheim lies on the Rhine").priority(10));
    Task done = index.indexAndWait(request, null, List.of("features"), WAIT, null);
    expect(done.getStatus() == TaskStatus.DONE && done.getPriority() == 10, done);
    expect(!done.getFeatures().getResults().isEmpty(), done);
  }

  private void file() throws ApiException, IOException {
    Path file = Files.writeString(Files.createTempFile("rivers", ".txt"), "The Main is a river");
    String metadata = "{\"river\": \"Main\"}";
    Task done =
        index.indexUpload(
            file.toFile(), COLLECTION, null, null, WAIT, null, metadata, null, 5, null, null);
    Files.delete(file);
    expect(done.getStatus() == TaskStatus.DONE, done);
    expect(done.getFile().getSize() == 19 && done.getFile().getName().endsWith(".txt"), done);
  }

  private void list(Task done) throws ApiException {
    APIListTasksRequest request =
        APIListTasksRequest.newBuilder()
            .collectionId(COLLECTION)
            .status(List.of(TaskStatus.DONE))
            .kind(List.of(TaskKind.TEXT))
            .build();
    TaskPage page = tasks.listTasks(request);
    expect(page.getResults().stream().anyMatch(t -> t.getTaskId().equals(done.getTaskId())), page);
  }

  private void search(Task done) throws ApiException {
    SearchTextRequest request = new SearchTextRequest().query("Neckar");
    List<SearchHit> hits = search.searchText(request, null, null, null, 1, 10).getResults();
    SearchHit hit =
        hits.stream()
            .filter(h -> h.getAssetId().equals(done.getAssetId()))
            .findFirst()
            .orElseThrow();
    expect(hit.getScore().doubleValue() > 0 && hit.getMetadata().containsKey("river"), hit);
    expect(assets.getAsset(hit.getAssetId(), null, null).getTaskId().equals(done.getTaskId()), hit);
  }

  private void batch() throws ApiException, InterruptedException {
    BatchRequest request = new BatchRequest().reference("import-17");
    request.addItemsItem(new IndexRequest(text("One of a batch")));
    request.addItemsItem(new IndexRequest(text("Another of a batch")));
    BatchAccepted accepted = batches.indexBatch(request, null, null, null);
    expect(accepted.getAccepted() == 2 && accepted.getItems().get(1).getTaskId() != null, accepted);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    Batch batch = batches.getBatch(accepted.getBatchId(), null, null);
    while (batch.getOpen() > 0 && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(200);
      batch = batches.getBatch(accepted.getBatchId(), null, null);
    }
    expect(batch.getCounts().getDONE() == 2, batch);
  }

  private void cancel() throws ApiException {
    Task accepted = index.indexText(text("Not needed any more"), null, null, null, null);
    Task cancelled = tasks.cancelTask(accepted.getTaskId(), null, WAIT, null);
    boolean wasFaster = cancelled.getStatus() == TaskStatus.DONE; // on a busy machine
    expect(cancelled.getStatus() == TaskStatus.CANCELLED || wasFaster, cancelled);
  }

  private void problem() throws IOException {
    try {
      get(UUID.randomUUID());
      throw new IllegalStateException("an unknown task was found");
    } catch (ApiException e) {
      Problem problem = new ObjectMapper().readValue(e.getResponseBody(), Problem.class);
      expect(e.getCode() == 404 && problem.getType().endsWith("/task-not-found"), problem);
    }
  }

  /** With its end, where it comes in time. */
  private Task get(UUID id) throws ApiException {
    return tasks.getTask(APIGetTaskRequest.newBuilder().id(id).prefer(WAIT).build());
  }

  private static IndexTextRequest text(String text) {
    return new IndexTextRequest().text(text).collectionId(COLLECTION);
  }

  private static void expect(boolean holds, Object seen) {
    if (!holds) {
      throw new IllegalStateException("not as documented: " + seen);
    }
  }
}
