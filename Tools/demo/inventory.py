"""Prints what an instance holds, one kind a line, the same for the same configuration. Usage: inventory.py INSTANCE_ID"""

import hashlib
import json
import sys

import boto3

LISTS = {
    "list_queues": ("QueueSummaryList", "describe_queue", "QueueId", "Queue"),
    "list_hours_of_operations": ("HoursOfOperationSummaryList", "describe_hours_of_operation", "HoursOfOperationId", "HoursOfOperation"),
    "list_routing_profiles": ("RoutingProfileSummaryList", "describe_routing_profile", "RoutingProfileId", "RoutingProfile"),
    "list_users": ("UserSummaryList", "describe_user", "UserId", "User"),
    "list_security_profiles": ("SecurityProfileSummaryList", "describe_security_profile", "SecurityProfileId", "SecurityProfile"),
    "list_contact_flows": ("ContactFlowSummaryList", "describe_contact_flow", "ContactFlowId", "ContactFlow"),
    "list_agent_statuses": ("AgentStatusSummaryList", "describe_agent_status", "AgentStatusId", "AgentStatus"),
    "list_prompts": ("PromptSummaryList", "describe_prompt", "PromptId", "Prompt"),
}


def main():
    instance, connect = sys.argv[1], boto3.client("connect")
    for operation, (items, describe, member, result) in LISTS.items():
        described = [
            getattr(connect, describe)(**{"InstanceId": instance, member: item["Id"]})[result]
            for page in connect.get_paginator(operation).paginate(InstanceId=instance) for item in page[items]]
        digest = hashlib.sha256(json.dumps(described, default=str, sort_keys=True).encode()).hexdigest()[:12]
        print(f"  {operation:26} {len(described):3} described, digest {digest}")


main()
