"""A contact centre that nobody has called yet: its sealing pairs are made for the first who come, once each."""

import concurrent.futures
import sqlite3

CALLERS = 12


def pairs(server):
    """How many sealing pairs there are for each class of an instance's content."""
    with sqlite3.connect(f"file:{server.data}/keep/keep.sqlite?mode=ro", uri=True) as database:
        return database.execute("SELECT count(*), instance, class FROM sealing_pair GROUP BY instance, class, key").fetchall()


def test_many_first_contacts_at_once_have_each_pair_made_once(own_server):
    own_server.start()
    client = own_server.client()
    instance = client.list_instances()["InstanceSummaryList"][0]["Id"]
    flow = client.list_contact_flows(InstanceId=instance, ContactFlowTypes=["CONTACT_FLOW"])["ContactFlowSummaryList"][0]["Id"]

    def begin(_):
        return client.start_chat_contact(InstanceId=instance, ContactFlowId=flow, ParticipantDetails={"DisplayName": "Ada"})["ContactId"]

    with concurrent.futures.ThreadPoolExecutor(CALLERS) as threads:
        begun = set(threads.map(begin, range(CALLERS)))
    assert len(begun) == CALLERS
    made = pairs(own_server)
    assert {content_class for _, _, content_class in made} >= {"CHAT_TRANSCRIPTS", "ATTACHMENTS"}
    assert all(count == 1 for count, _, _ in made), made
