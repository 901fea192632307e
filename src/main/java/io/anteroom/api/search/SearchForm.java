package io.anteroom.api.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.account.Client;
import io.anteroom.api.ApiSettings;
import io.anteroom.api.body.JsonBody;
import io.anteroom.api.form.UploadForm;
import io.anteroom.api.form.UploadForm.Upload;
import io.anteroom.api.problem.Problems;
import io.anteroom.async.json.JsonWriter;
import io.anteroom.passthrough.SearchFile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/**
 * A search by a file. The file is where the server put it while the form came in, and is removed by
 * the server when the request has ended, however it ends. Thread-safe.
 */
@Singleton
class SearchForm {

  private static final String FILTERS = "filters";

  private final UploadForm forms;
  private final ApiSettings settings;
  private final Vertx vertx;

  SearchForm(UploadForm forms, ApiSettings settings, Vertx vertx) {
    this.forms = forms;
    this.settings = settings;
    this.vertx = vertx;
  }

  record Query(Map<String, String> fields, SearchFile file) {}

  /** Reads it for this client; fails with a problem where it is no such form. */
  Uni<Query> read(MultipartFormDataInput form, Client client) {
    Upload upload = forms.read(form);
    Map<String, String> fields = fields(upload.fields(), client);
    String path = upload.received().toString();
    return vertx
        .fileSystem()
        .props(path)
        .map(facts -> new SearchFile(path, checked(facts.size()), upload.name(), upload.type()))
        .map(file -> new Query(fields, file));
  }

  private long checked(long size) {
    if (size > settings.maxSearchFile()) {
      throw Problems.bodyTooLarge(settings.maxSearchFile());
    }
    return size;
  }

  private Map<String, String> fields(ObjectNode form, Client client) {
    if (client.isRestricted()) {
      readFilters(form);
      CollectionScope.narrow(client, form);
    }
    Map<String, String> fields = new LinkedHashMap<>();
    form.properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              fields.put(
                  field.getKey(), value.isValueNode() ? value.asText() : JsonWriter.text(value));
            });
    return fields;
  }

  private void readFilters(ObjectNode form) {
    String text = form.path(FILTERS).asText("").strip();
    if (text.isEmpty() || text.equals("null")) {
      form.remove(FILTERS);
    } else {
      form.set(FILTERS, JsonBody.readField(FILTERS, text));
    }
  }
}
