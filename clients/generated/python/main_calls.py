"""The main calls by the client that openapi-generator makes: main_calls.py URL KEY."""

import sys
import time
import uuid

import openapi_client
from openapi_client.models import (
    BatchRequest,
    IndexRequest,
    IndexTextRequest,
    SearchTextRequest,
    TaskKind,
    TaskStatus,
)

COLLECTION = "generated-python"
WAIT = "wait=30"


def text(words, **options):
    return IndexTextRequest(text=words, collection_id=COLLECTION, **options)


def expect(holds, seen):
    if not holds:
        sys.exit(f"not as documented: {seen}")


def index_text(index, tasks, assets):
    request = text("Heidelberg lies on the Neckar", reference="page-17", metadata={"river": "Neckar"})
    accepted = index.index_text(request, idempotency_key=str(uuid.uuid4()))
    done = tasks.get_task(accepted.task_id, prefer=WAIT)
    expect(done.status is TaskStatus.DONE and done.kind is TaskKind.TEXT, done)
    expect(done.reference == "page-17" and done.accepted_at < done.ended_at, done)
    expect(assets.get_features(done.asset_id).results, done)
    return done


def index_and_wait(index):
    request = IndexRequest(text("Mannheim lies on the Rhine", priority=10))
    done = index.index_and_wait(request, include=["features"], prefer=WAIT)
    expect(done.status is TaskStatus.DONE and done.priority == 10, done)
    expect(done.features.results, done)


def upload(index):
    file = ("rivers.txt", b"The Main is a river")
    done = index.index_upload(file, COLLECTION, prefer=WAIT, metadata='{"river": "Main"}', priority=5)
    expect(done.status is TaskStatus.DONE, done)
    expect(done.file.size == 19 and done.file.name == "rivers.txt", done)


def list_tasks(tasks, done):
    page = tasks.list_tasks(status=[TaskStatus.DONE], kind=[TaskKind.TEXT], collection_id=COLLECTION)
    expect(done.task_id in [task.task_id for task in page.results], page)


def search(searches, assets, done):
    hits = searches.search_text(SearchTextRequest(query="Neckar"), page=1, page_size=10).results
    found = [hit for hit in hits if hit.asset_id == done.asset_id]
    expect(found and found[0].score > 0 and found[0].metadata == {"river": "Neckar"}, hits)
    expect(assets.get_asset(done.asset_id).task_id == done.task_id, found)


def index_batch(batches):
    items = [IndexRequest(text("One of a batch")), IndexRequest(text("Another of a batch"))]
    accepted = batches.index_batch(BatchRequest(items=items, reference="import-17"))
    expect(accepted.accepted == 2 and accepted.items[1].task_id, accepted)
    end = time.monotonic() + 30
    batch = batches.get_batch(accepted.batch_id)
    while batch.open > 0 and time.monotonic() < end:
        time.sleep(0.2)
        batch = batches.get_batch(accepted.batch_id)
    expect(batch.counts.done == 2, batch)


def cancel(index, tasks):
    accepted = index.index_text(text("Not needed any more"))
    cancelled = tasks.cancel_task(accepted.task_id, prefer=WAIT)
    expect(cancelled.status is TaskStatus.CANCELLED, cancelled)


def problem(tasks):
    try:
        tasks.get_task(uuid.uuid4())
        sys.exit("an unknown task was found")
    except openapi_client.ApiException as e:
        expect(e.status == 404 and e.data.type.endswith("/task-not-found"), e)


def main(url, key):
    configuration = openapi_client.Configuration(host=url, access_token=key)
    with openapi_client.ApiClient(configuration) as client:
        index = openapi_client.IndexApi(client)
        tasks = openapi_client.TasksApi(client)
        assets = openapi_client.AssetsApi(client)
        done = index_text(index, tasks, assets)
        index_and_wait(index)
        upload(index)
        list_tasks(tasks, done)
        search(openapi_client.SearchApi(client), assets, done)
        index_batch(openapi_client.BatchesApi(client))
        cancel(index, tasks)
        problem(tasks)
    print("python: all calls were answered as documented")


if __name__ == "__main__":
    main(*sys.argv[1:])
