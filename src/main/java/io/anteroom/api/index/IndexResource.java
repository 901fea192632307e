package io.anteroom.api.index;

import io.anteroom.account.Client;
import io.anteroom.api.Caller;
import io.anteroom.api.JsonBody;
import io.anteroom.api.body.RequestMemory;
import io.anteroom.api.index.UploadForm.Upload;
import io.anteroom.api.quota.SpentQuota;
import io.anteroom.api.wait.TaskAnswers;
import io.anteroom.api.wait.Waits;
import io.anteroom.api.wait.Waits.Wait;
import io.anteroom.engine.Reception;
import io.anteroom.loop.Detached;
import io.anteroom.task.Accepted;
import io.anteroom.task.Task;
import io.anteroom.task.TaskKind;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.EnumSet;
import java.util.Set;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/** Accepts things to index, and waits for their end where the caller does. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class IndexResource {

  private static final Set<TaskKind> URL_OR_TEXT = EnumSet.of(TaskKind.URL, TaskKind.TEXT);
  private static final Set<TaskKind> FILE = EnumSet.of(TaskKind.UPLOAD);

  private final Caller caller;
  private final Accepting accepting;
  private final Reception reception;
  private final JsonBody json;
  private final UploadForm forms;
  private final Waits waits;
  private final TaskAnswers answers;
  private final SpentQuota spent;
  private final RequestMemory memory;

  IndexResource(
      Caller caller,
      Accepting accepting,
      Reception reception,
      JsonBody json,
      UploadForm forms,
      Waits waits,
      TaskAnswers answers,
      SpentQuota spent,
      RequestMemory memory) {
    this.caller = caller;
    this.accepting = accepting;
    this.reception = reception;
    this.json = json;
    this.forms = forms;
    this.waits = waits;
    this.answers = answers;
    this.spent = spent;
    this.memory = memory;
  }

  /** A URL or a text: waits for its end, 25 s unless {@code Prefer} says otherwise. */
  @POST
  @Path("index-and-wait")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<Response> indexAndWait(byte[] body, @Context HttpHeaders headers) {
    return accept(body, URL_OR_TEXT, headers)
        .chain(accepted -> await(accepted, waits.waiting(headers)));
  }

  /** A file: the same. */
  @POST
  @Path("index-and-wait")
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  public Uni<Response> indexFileAndWait(MultipartFormDataInput form, @Context HttpHeaders headers) {
    return accept(form, headers).chain(accepted -> await(accepted, waits.waiting(headers)));
  }

  /** The upstream's own call, by URL. */
  @POST
  @Path("index/url")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<Response> indexUrl(byte[] body, @Context HttpHeaders headers) {
    return accept(body, EnumSet.of(TaskKind.URL), headers).chain(a -> asUpstream(a, headers));
  }

  /** The upstream's own call, by text. */
  @POST
  @Path("index/text")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<Response> indexText(byte[] body, @Context HttpHeaders headers) {
    return accept(body, EnumSet.of(TaskKind.TEXT), headers).chain(a -> asUpstream(a, headers));
  }

  /** The upstream's own call, by upload. */
  @POST
  @Path("index/upload")
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  public Uni<Response> indexUpload(MultipartFormDataInput form, @Context HttpHeaders headers) {
    return accept(form, headers).chain(a -> asUpstream(a, headers));
  }

  private Uni<Accepted> accept(byte[] body, Set<TaskKind> kinds, HttpHeaders headers) {
    Client client = caller.client();
    boolean large = Megabytes.isLarge(body);
    Uni<IndexRequest> read = Uni.createFrom().item(() -> IndexRequest.of(json.read(body), kinds));
    return apart(
        Megabytes.apart(large, read)
            .invoke(request -> spent.noteAccept(request.spends()))
            .chain(request -> accepting.accept(client, request, headers, large)));
  }

  private Uni<Accepted> accept(MultipartFormDataInput form, HttpHeaders headers) {
    Upload upload = forms.read(form);
    IndexRequest request = IndexRequest.of(upload.fields(), FILE);
    spent.noteAccept(request.spends());
    return apart(accepting.accept(caller.client(), request, upload, headers));
  }

  /** Who waits for the end holds nothing of the body. */
  private Uni<Accepted> apart(Uni<Accepted> accept) {
    return Detached.run(accept.onTermination().invoke(memory.release()));
  }

  private Uni<Response> await(Accepted accepted, Wait wait) {
    return answers.afterAccept(accepted, ended(accepted, wait), wait);
  }

  private Uni<Response> asUpstream(Accepted accepted, HttpHeaders headers) {
    Wait wait = waits.atOnce(headers);
    return ended(accepted, wait)
        .map(task -> answers.asUpstream(task, wait))
        .onFailure(TaskAnswers::isNoProblem)
        .recoverWithItem(failure -> answers.unread(accepted, wait, 200, failure));
  }

  private Uni<Task> ended(Accepted accepted, Wait wait) {
    return reception.awaitEnd(accepted.id(), caller.client().name(), wait.most());
  }
}
