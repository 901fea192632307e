package io.anteroom.api.problem;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** The pages that the member {@code type} of a problem leads to. They need no API key. */
@Path(ProblemPages.PATH)
@NonBlocking
public class ProblemPages {

  /** The path of the list; the page of a type is below it. */
  public static final String PATH = "/problems";

  private static final String HTML = MediaType.TEXT_HTML + ";charset=utf-8";
  private static final String MARKDOWN = "text/markdown;charset=utf-8";

  private final ProblemPageWriter text;

  ProblemPages(ProblemPageWriter text) {
    this.text = text;
  }

  @GET
  @Produces(HTML)
  public RestResponse<String> listHtml() {
    return styled(text.html(all()));
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public List<ProblemPage> listJson() {
    return all();
  }

  @GET
  @Produces(MARKDOWN)
  public String listMarkdown() {
    return text.markdown(all());
  }

  @GET
  @Path("{type}")
  @Produces(HTML)
  public RestResponse<String> html(@PathParam("type") String name) {
    return styled(text.html(page(name)));
  }

  @GET
  @Path("{type}")
  @Produces(MediaType.APPLICATION_JSON)
  public ProblemPage json(@PathParam("type") String name) {
    return page(name);
  }

  @GET
  @Path("{type}")
  @Produces(MARKDOWN)
  public String markdown(@PathParam("type") String name) {
    return text.markdown(page(name));
  }

  private static RestResponse<String> styled(String html) {
    return ResponseBuilder.ok(html).header(ProblemStyle.HEADER, ProblemStyle.POLICY).build();
  }

  private static List<ProblemPage> all() {
    return Arrays.stream(ProblemType.values()).map(ProblemPage::of).toList();
  }

  private static ProblemPage page(String name) {
    return ProblemType.named(name)
        .map(ProblemPage::of)
        .orElseThrow(
            () ->
                ProblemType.NOT_FOUND.with(
                    "There is no problem of this name; GET /problems lists them."));
  }
}
