"""Drives every operation of the emulator with Microsoft's Python SDK, as its users would.

The SDK is not changed: it gets a base URL, a token, and the certificate authority to trust by SSL_CERT_FILE.
"""

import asyncio
import json
import ssl
import sys
import time
import urllib.request

from azure.core.credentials import AccessToken
from kiota_abstractions.api_error import APIError
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_authentication_azure.azure_identity_authentication_provider import (
    AzureIdentityAuthenticationProvider,
)
from msgraph_beta import GraphRequestAdapter, GraphServiceClient
from msgraph_beta.generated.device_management.hardware_configurations.hardware_configurations_request_builder import (
    HardwareConfigurationsRequestBuilder,
)
from msgraph_beta.generated.device_management.hardware_configurations.item.assign.assign_post_request_body import (
    AssignPostRequestBody,
)
from msgraph_beta.generated.models.all_devices_assignment_target import AllDevicesAssignmentTarget
from msgraph_beta.generated.models.all_licensed_users_assignment_target import (
    AllLicensedUsersAssignmentTarget,
)
from msgraph_beta.generated.models.group_assignment_target import GroupAssignmentTarget
from msgraph_beta.generated.models.hardware_configuration import HardwareConfiguration
from msgraph_beta.generated.models.hardware_configuration_assignment import HardwareConfigurationAssignment
from msgraph_beta.generated.models.hardware_configuration_device_state import HardwareConfigurationDeviceState
from msgraph_beta.generated.models.hardware_configuration_format import HardwareConfigurationFormat
from msgraph_beta.generated.models.hardware_configuration_run_summary import HardwareConfigurationRunSummary
from msgraph_beta.generated.models.hardware_configuration_user_state import HardwareConfigurationUserState
from msgraph_core.requests.batch_request_builder import BatchRequestBuilder
from msgraph_core.requests.batch_request_content import BatchRequestContent
from msgraph_core.requests.batch_request_item import BatchRequestItem

CONTENT = b"[cctk]\nSecureBoot=Enabled\n"


class Token:
    """A credential that has its token already."""

    def __init__(self, token):
        self.token = token

    def get_token(self, *_scopes, **_options):
        return AccessToken(self.token, int(time.time()) + 3600)


def connect(ready):
    provider = AzureIdentityAuthenticationProvider(
        Token(ready["token"]), scopes=[ready["scope"]], allowed_hosts=["localhost"]
    )
    adapter = GraphRequestAdapter(provider)
    adapter.base_url = ready["root"] + "/beta"
    return adapter, GraphServiceClient(request_adapter=adapter)


def new_profile(name):
    return HardwareConfiguration(
        display_name=name,
        description="made by the SDK",
        file_name="settings.cctk",
        configuration_file_content=CONTENT,
        hardware_configuration_format=HardwareConfigurationFormat.Dell,
        per_device_password_disabled=False,
    )


async def profiles(configurations):
    assert await configurations.count.get() == 3
    made = await configurations.post(new_profile("From the SDK"))
    assert made.id and made.version == 1 and made.configuration_file_content, made
    parameters = HardwareConfigurationsRequestBuilder.HardwareConfigurationsRequestBuilderGetQueryParameters
    options = RequestConfiguration(query_parameters=parameters(top=1, count=True, expand=["assignments"]))
    page = await configurations.get(request_configuration=options)
    assert page.odata_count == 4, page.odata_count
    names = [profile.display_name for profile in page.value]
    while page.odata_next_link:
        page = await configurations.with_url(page.odata_next_link).get()
        names += [profile.display_name for profile in page.value]
    assert len(names) == 4 and "From the SDK" in names, names
    return configurations.by_hardware_configuration_id(made.id), made


async def round_trip(profile):
    """What was read is changed and written back."""
    read = await profile.get()
    # The SDK sends all that a model holds, and a null under a wrong name for what is set to None. So what only the
    # service may write is left out by making a model of the rest, the id among it.
    names = ["id", "display_name", "file_name", "configuration_file_content", "hardware_configuration_format"]
    names += ["per_device_password_disabled", "role_scope_tag_ids"]
    changed = HardwareConfiguration(**{name: getattr(read, name) for name in names})
    changed.description = "changed by the SDK"
    written = await profile.patch(changed)
    assert written.id == read.id and written.description == "changed by the SDK", written
    read = await profile.get()
    assert read.description == "changed by the SDK" and read.version == 1, read


async def assignments(profile, group):
    target = AllDevicesAssignmentTarget(odata_type="#microsoft.graph.allDevicesAssignmentTarget")
    body = AssignPostRequestBody(
        hardware_configuration_assignments=[HardwareConfigurationAssignment(target=target)]
    )
    assigned = await profile.assign.post(body)
    assert len(assigned.value) == 1, assigned
    target = GroupAssignmentTarget(odata_type="#microsoft.graph.groupAssignmentTarget", group_id=group)
    made = await profile.assignments.post(HardwareConfigurationAssignment(target=target))
    assert made.target.group_id == group, made
    listed = await profile.assignments.get()
    assert {type(each.target) for each in listed.value} == {AllDevicesAssignmentTarget, GroupAssignmentTarget}
    assert await profile.assignments.count.get() == 2
    # What was read is assigned again, ids included.
    again = await profile.assign.post(AssignPostRequestBody(hardware_configuration_assignments=listed.value))
    assert len(again.value) == 2, again
    one = profile.assignments.by_hardware_configuration_assignment_id(made.id)
    read = await one.get()
    assert read.id == made.id
    read.target = AllLicensedUsersAssignmentTarget(
        odata_type="#microsoft.graph.allLicensedUsersAssignmentTarget"
    )
    changed = await one.patch(read)
    assert isinstance(changed.target, AllLicensedUsersAssignmentTarget), changed
    await profile.assignments.by_hardware_configuration_assignment_id(changed.id).delete()
    assert await profile.assignments.count.get() == 1


async def states(builder, by_id, new, name, count):
    listed = await builder.get()
    assert len(listed.value) == count, len(listed.value)
    assert await builder.count.get() == count
    made = await builder.post(new)
    one = by_id(made.id)
    read = await one.get()
    assert read.id == made.id and getattr(read, name) == "by the SDK", read
    setattr(read, name, "changed by the SDK")
    changed = await one.patch(read)
    assert getattr(changed, name) == "changed by the SDK", changed
    await one.delete()
    assert await builder.count.get() == count


async def summary(profile):
    read = await profile.run_summary.get()
    total = read.successful_device_count + read.failed_device_count + read.pending_device_count
    total += read.error_device_count + read.not_applicable_device_count + read.unknown_device_count
    assert total == 250, total
    assert await profile.run_summary.patch(HardwareConfigurationRunSummary(failed_device_count=1))
    await profile.run_summary.delete()


async def batch(adapter, configurations, profile):
    get = BatchRequestItem(profile.to_get_request_information(), id="get")
    count = BatchRequestItem(profile.device_run_states.count.to_get_request_information(), id="count")
    listing = BatchRequestItem(configurations.to_get_request_information(), id="list", depends_on=["get"])
    content = BatchRequestContent()
    for item in [get, count, listing]:
        content.add_request(item.id, item)
    answered = await BatchRequestBuilder(adapter).post(content)
    statuses = {name: answer.status for name, answer in answered.responses.items()}
    assert statuses == {"get": 200, "count": 200, "list": 200}, statuses


def operations(ready, context):
    request = urllib.request.Request(ready["root"] + "/_emulator/journal")
    with urllib.request.urlopen(request, context=context) as answer:
        exchanges = json.load(answer)["exchanges"]
    return {each.get("operation") for each in exchanges} - {None}


async def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        ready = json.load(file)
    adapter, client = connect(ready)
    configurations = client.device_management.hardware_configurations
    profile, made = await profiles(configurations)
    await round_trip(profile)
    await assignments(profile, "c4a3a5f2-6d0b-4f0e-9a55-2f0c4a1d7e01")
    await states(
        profile.device_run_states,
        profile.device_run_states.by_hardware_configuration_device_state_id,
        HardwareConfigurationDeviceState(device_name="by the SDK"),
        "device_name",
        250,
    )
    await states(
        profile.user_run_states,
        profile.user_run_states.by_hardware_configuration_user_state_id,
        HardwareConfigurationUserState(user_name="by the SDK"),
        "user_name",
        100,
    )
    await summary(profile)
    await batch(adapter, configurations, profile)
    await profile.delete()
    try:
        await profile.get()
        raise AssertionError("the profile is still there")
    except APIError as error:
        assert error.response_status_code == 404, error
    seen = operations(ready, ssl.create_default_context())
    assert len(seen) == 28, f"{len(seen)} operations: {sorted(seen)}"
    print(f"ok: {len(seen)} operations, a batch and a round trip")


asyncio.run(main())
