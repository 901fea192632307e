package io.anteroom.api.index;

import io.anteroom.accept.AcceptResult;
import io.anteroom.account.Client;
import io.anteroom.api.body.JsonBody;
import io.anteroom.api.body.RequestMemory;
import io.anteroom.api.filter.Caller;
import io.anteroom.api.form.UploadForm;
import io.anteroom.api.form.UploadForm.Upload;
import io.anteroom.api.quota.SpentQuota;
import io.anteroom.api.response.AcceptResponses;
import io.anteroom.api.response.TaskInclusions;
import io.anteroom.api.response.WaitLimits;
import io.anteroom.api.response.WaitLimits.Wait;
import io.anteroom.api.search.FeaturesRequest;
import io.anteroom.api.search.TaskFeatures;
import io.anteroom.async.DetachedFromCaller;
import io.anteroom.async.LargeBodyOffload;
import io.anteroom.task.TaskKind;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/**
 * Accepts things to index, and waits for their end where the caller does. {@code include=features}
 * adds what was extracted, for one more call upstream.
 */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class IndexResource {

  private static final Set<TaskKind> URL_OR_TEXT = EnumSet.of(TaskKind.URL, TaskKind.TEXT);
  private static final Set<TaskKind> FILE = EnumSet.of(TaskKind.UPLOAD);

  private final Caller caller;
  private final IndexService indexService;
  private final UploadForm forms;
  private final WaitLimits waitLimits;
  private final AcceptResponses answers;
  private final TaskFeatures features;
  private final SpentQuota spent;
  private final RequestMemory memory;
  private final FieldWarnings warnings;

  IndexResource(
      Caller caller,
      IndexService indexService,
      UploadForm forms,
      WaitLimits waitLimits,
      AcceptResponses answers,
      TaskFeatures features,
      SpentQuota spent,
      RequestMemory memory,
      FieldWarnings warnings) {
    this.caller = caller;
    this.indexService = indexService;
    this.forms = forms;
    this.waitLimits = waitLimits;
    this.answers = answers;
    this.features = features;
    this.spent = spent;
    this.memory = memory;
    this.warnings = warnings;
  }

  /** A URL or a text: waits for its end, 25 s unless {@code Prefer} says otherwise. */
  @POST
  @Path("index-and-wait")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<Response> indexAndWait(
      byte[] body,
      @QueryParam(TaskInclusions.PARAMETER) List<String> include,
      @Context UriInfo uri,
      @Context HttpHeaders headers) {
    Optional<FeaturesRequest> asked = asked(include, uri);
    return accept(body, URL_OR_TEXT, headers).chain(a -> afterWait(a, asked, headers));
  }

  /** A file: the same. */
  @POST
  @Path("index-and-wait")
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  public Uni<Response> indexFileAndWait(
      MultipartFormDataInput form,
      @QueryParam(TaskInclusions.PARAMETER) List<String> include,
      @Context UriInfo uri,
      @Context HttpHeaders headers) {
    Optional<FeaturesRequest> asked = asked(include, uri);
    return accept(form, headers).chain(a -> afterWait(a, asked, headers));
  }

  @POST
  @Path("index/url")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<Response> indexUrl(
      byte[] body,
      @QueryParam(TaskInclusions.PARAMETER) List<String> include,
      @Context UriInfo uri,
      @Context HttpHeaders headers) {
    Optional<FeaturesRequest> asked = asked(include, uri);
    return accept(body, EnumSet.of(TaskKind.URL), headers)
        .chain(a -> asUpstream(a, asked, headers));
  }

  @POST
  @Path("index/text")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<Response> indexText(
      byte[] body,
      @QueryParam(TaskInclusions.PARAMETER) List<String> include,
      @Context UriInfo uri,
      @Context HttpHeaders headers) {
    Optional<FeaturesRequest> asked = asked(include, uri);
    return accept(body, EnumSet.of(TaskKind.TEXT), headers)
        .chain(a -> asUpstream(a, asked, headers));
  }

  @POST
  @Path("index/upload")
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  public Uni<Response> indexUpload(
      MultipartFormDataInput form,
      @QueryParam(TaskInclusions.PARAMETER) List<String> include,
      @Context UriInfo uri,
      @Context HttpHeaders headers) {
    Optional<FeaturesRequest> asked = asked(include, uri);
    return accept(form, headers).chain(a -> asUpstream(a, asked, headers));
  }

  private Uni<AcceptResult> accept(byte[] body, Set<TaskKind> kinds, HttpHeaders headers) {
    Client client = caller.client();
    boolean large = LargeBodyOffload.isLarge(body);
    Uni<IndexRequest> read =
        Uni.createFrom().item(() -> IndexRequest.of(JsonBody.read(body), kinds));
    return apart(
        LargeBodyOffload.apart(large, read)
            .invoke(this::note)
            .chain(request -> indexService.accept(client, request, headers, large)));
  }

  private Uni<AcceptResult> accept(MultipartFormDataInput form, HttpHeaders headers) {
    Upload upload = forms.read(form);
    IndexRequest request = IndexRequest.of(upload.fields(), FILE);
    note(request);
    return apart(indexService.accept(caller.client(), request, upload, headers));
  }

  private void note(IndexRequest request) {
    spent.noteAccept(request.spends());
    FieldSlips slips = IndexRequest.slips();
    request.findSlips("", slips);
    warnings.note(slips.text());
  }

  /** Who waits for the end holds nothing of the body. */
  private Uni<AcceptResult> apart(Uni<AcceptResult> accept) {
    return DetachedFromCaller.run(accept.onTermination().invoke(memory.release()));
  }

  private Optional<FeaturesRequest> asked(List<String> include, UriInfo uri) {
    return features.asked(TaskInclusions.ofAccept(include), uri);
  }

  private Uni<Response> afterWait(
      AcceptResult accepted, Optional<FeaturesRequest> asked, HttpHeaders headers) {
    Wait wait = waitLimits.waiting(headers);
    return features.into(answers.afterWait(accepted, caller.client().name(), wait), asked, wait);
  }

  private Uni<Response> asUpstream(
      AcceptResult accepted, Optional<FeaturesRequest> asked, HttpHeaders headers) {
    Wait wait = waitLimits.atOnce(headers);
    return features.into(answers.asUpstream(accepted, caller.client().name(), wait), asked, wait);
  }
}
